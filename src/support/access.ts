import type { Role } from '../platform/auth/caller.ts'

const CARE = ['OPERATOR', 'MANAGER', 'ADMIN', 'SERVICE'] as const satisfies Role[]

/** Who may do what (API.md, the table of roles). */
const RIGHTS = {
  /** Users, outbounds, memos, issues, messages, the stream, and reading plans and templates: of one's own sites. */
  care: CARE,
  /** The names of operators, and who one is oneself. */
  directory: ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR', 'SERVICE'],
  /** Changing plans and templates; statistics, forgotten cycles, exports. */
  manage: ['MANAGER', 'ADMIN'],
  /** Events in and out. */
  exchange: ['ADMIN', 'SERVICE'],
  /** Tokens, operators, dead letters, switches, the test clock. */
  administer: ['ADMIN'],
} as const satisfies Record<string, readonly Role[]>

export type Right = keyof typeof RIGHTS

/** What a role may do, by the names of the table. */
export function rightsOf(role: Role): Right[] {
  return (Object.keys(RIGHTS) as Right[]).filter((right) => may(role, right))
}

/** Every route and the right that it asks for; `open` needs no token. A route that is not here makes the start fail. */
const ROUTES: Readonly<Record<string, Right | 'open'>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'open',
  'GET /openapi.json': 'open',
  'GET /*': 'open',
  'GET /assets/*': 'open',

  'GET /v1/me': 'directory',
  'PUT /v1/me/password': 'directory',
  'GET /v1/operators': 'directory',
  'GET /v1/sessions': 'directory',
  'DELETE /v1/sessions/:id': 'directory',
  'DELETE /v1/session': 'directory',

  'GET /v1/sign-in': 'open',
  'POST /v1/session': 'open',
  'POST /v1/session/demo': 'open',
  'POST /v1/session/oidc': 'open',
  'GET /v1/auth/callback/:provider': 'open',
  'POST /v1/invitations/read': 'open',
  'POST /v1/invitations/accept': 'open',

  'GET /v1/outbounds': 'care',
  'POST /v1/outbounds/search': 'care',
  'POST /v1/outbounds/next': 'care',
  'GET /v1/outbounds/counts': 'care',
  'GET /v1/outbounds/:id': 'care',
  'POST /v1/outbounds/:id/complete': 'care',
  'POST /v1/outbounds/:id/skip': 'care',
  'POST /v1/outbounds/:id/withdraw': 'care',
  'PUT /v1/outbounds/:id/claim': 'care',
  'DELETE /v1/outbounds/:id/claim': 'care',
  'PUT /v1/outbounds/:id/schedule': 'care',
  'DELETE /v1/outbounds/:id/schedule': 'care',

  'POST /v1/outbounds/:id/attempts': 'care',
  'GET /v1/attempts': 'care',

  'POST /v1/user-cycles/:userCycleId/memos': 'care',
  'GET /v1/user-cycles/:userCycleId/memos': 'care',
  'GET /v1/memos/:id': 'care',
  'PATCH /v1/memos/:id': 'care',

  'POST /v1/user-cycles/:userCycleId/issues': 'care',
  'GET /v1/user-cycles/:userCycleId/issues': 'care',
  'GET /v1/issues': 'care',
  'GET /v1/issues/counts': 'care',
  'GET /v1/issues/:id': 'care',
  'PATCH /v1/issues/:id': 'care',
  'POST /v1/issues/:id/status': 'care',

  'PUT /v1/users/:userId/site': 'care',
  'PUT /v1/users/:userId/md': 'care',
  'DELETE /v1/users/:userId/md': 'care',
  'PUT /v1/users/:userId/contact-preference': 'care',
  'GET /v1/users': 'care',
  'POST /v1/users/search': 'care',
  'GET /v1/users/:userId': 'care',
  'GET /v1/places': 'care',
  'GET /v1/users/:userId/logs': 'care',
  'POST /v1/users/:userId/reveal': 'care',
  'GET /v1/user-cycles/:userCycleId': 'care',
  'GET /v1/user-cycles/:userCycleId/outbounds': 'care',
  'GET /v1/user-cycles/:userCycleId/logs': 'care',
  'GET /v1/logs/:id': 'care',
  'GET /v1/stream': 'care',

  'POST /v1/outbounds/:id/missed-call-messages': 'care',
  'GET /v1/outbounds/:id/messages': 'care',
  'POST /v1/user-cycles/:userCycleId/messages': 'care',
  'GET /v1/user-cycles/:userCycleId/messages': 'care',
  'POST /v1/messages/preview': 'care',
  'GET /v1/messages': 'care',
  'GET /v1/messages/:id': 'care',
  'POST /v1/messages/:id/retry': 'care',
  'POST /v1/delivery-reports/:carrier': 'open',

  'GET /v1/message-templates': 'care',
  'POST /v1/message-templates': 'manage',
  'PATCH /v1/message-templates/:id': 'manage',
  'GET /v1/message-sending': 'care',
  'GET /v1/switches': 'administer',
  'PUT /v1/switches': 'administer',

  'GET /v1/outbound-plans': 'care',
  'POST /v1/outbound-plans': 'manage',
  'PATCH /v1/outbound-plans/:id': 'manage',

  'GET /v1/forgotten-cycles': 'manage',
  'GET /v1/pending-changes': 'manage',
  'GET /v1/stats/outbounds': 'manage',
  'GET /v1/stats/reached': 'manage',
  'GET /v1/stats/issues': 'manage',
  'GET /v1/stats/messages': 'manage',
  'GET /v1/stats/sites': 'manage',
  'GET /v1/stats/operators': 'manage',
  'POST /v1/exports/users': 'manage',

  'POST /v1/events': 'exchange',
  'GET /v1/events': 'exchange',

  'GET /v1/dead-letters': 'administer',
  'POST /v1/dead-letters/:id/replay': 'administer',
  'POST /v1/operators': 'administer',
  'PATCH /v1/operators/:id': 'administer',
  'DELETE /v1/operators/:id': 'administer',
  'POST /v1/operators/:id/invitation': 'administer',
  'DELETE /v1/operators/:id/sessions': 'administer',
  'GET /v1/tokens': 'administer',
  'POST /v1/tokens': 'administer',
  'DELETE /v1/tokens/:id': 'administer',
  'GET /v1/test-clock': 'administer',
  'PUT /v1/test-clock': 'administer',
}

/** The table as people read it (docs/guide/security.md): each right, who has it, and what it opens. */
export function rightsTable(): string {
  const routesOf = (right: Right | 'open') =>
    Object.keys(ROUTES)
      .filter((route) => ROUTES[route] === right)
      .map((route) => `\`${route.replaceAll(/:(\w+)/g, '{$1}')}\``)
      .join('<br>')
  const rows = (Object.keys(RIGHTS) as Right[]).map(
    (right) => `| ${right} | ${RIGHTS[right].join(', ')} | ${routesOf(right)} |`,
  )
  const open = `| – | anybody | ${routesOf('open')} |`
  return ['| right | roles | routes |', '|---|---|---|', ...rows, open].join('\n')
}

/** The page of the contract and what it loads. */
const DOCUMENTATION = /^GET \/docs(\/|$)/

/** The roles that may use a route; null where no token is needed. */
export function rolesFor(route: string): readonly Role[] | null {
  if (DOCUMENTATION.test(route)) return null
  const right = ROUTES[route]
  if (right === undefined)
    throw new Error(`The route ${route} has no entry in the table of rights.`)
  return right === 'open' ? null : RIGHTS[right]
}

export function may(role: Role, right: Right): boolean {
  return (RIGHTS[right] as readonly Role[]).includes(role)
}
