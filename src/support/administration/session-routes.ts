import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, because } from '../../kernel/decision.ts'
import { acceptInvitation, readInvitation } from '../../platform/auth/invitations.ts'
import { forgetFailures, mayTry } from '../../platform/auth/lockout.ts'
import { findOperator } from '../../platform/auth/operators.ts'
import { hashPassword } from '../../platform/auth/passwords.ts'
import { endSession, listSessions } from '../../platform/auth/sessions.ts'
import { BASE_PATH, OIDC, type SignIn } from '../../platform/auth/sign-in.ts'
import {
  invalid,
  problem,
  RATE_LIMITED,
  refuse,
  UNAUTHENTICATED,
} from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import * as contract from './session-contract.ts'
import { Me } from './contract.ts'
import { meOf, type Place } from './me.ts'

type Door = Readonly<{
  signIn: SignIn
  secret: string
  oidc: Readonly<{ name: string }> | undefined
  /** Sign-ins a minute from one address; 0 is no limit. */
  limit: number
  place: Place
  /** Called when a session has ended, before that is said. */
  forget: () => void
  /** Hears how every sign-in ended. */
  tried: (way: string, outcome: 'IN' | 'REFUSED') => void
}>

const WRONG = because(UNAUTHENTICATED, { reason: 'WRONG_SIGN_IN' })

/**
 * Signing in and out. None of these takes an Idempotency-Key: what they answer is a secret, and a second sign-in is
 * another session.
 */
export function sessionRoutes(door: Door): FastifyPluginAsyncTypebox {
  const { signIn, secret, place, tried } = door
  return async (app) => {
    const rate = app.createRateLimit({
      max: door.limit,
      timeWindow: '1 minute',
      keyGenerator: ({ ip }: Partial<FastifyRequest>) => `sign-in ${ip}`,
    })
    const limited = async (request: FastifyRequest, reply: FastifyReply) => {
      if (door.limit === 0) return undefined
      const { isAllowed, ...seen } = await rate(request)
      if (isAllowed || !('isExceeded' in seen) || !seen.isExceeded) return undefined
      return refuse(reply.header('retry-after', String(seen.ttlInSeconds)), RATE_LIMITED)
    }
    const once = { config: { unkept: true }, preHandler: limited }
    const ending = { onSend: async () => door.forget() }

    app.get(
      '/v1/sign-in',
      { schema: answers(200, contract.SignInWays, 'How one may sign in') },
      () => ({
        password: true,
        oidc: door.oidc === undefined ? null : { name: door.oidc.name },
        demo: [...new Set(place.demo.map(({ role }) => role))],
        demoData: place.demo.length > 0,
        testClock: place.testClock,
      }),
    )

    app.post(
      '/v1/session',
      { ...once, schema: { body: contract.Credentials, ...answers(201, Me, 'Signs in') } },
      async (request, reply) => {
        const { email, password } = request.body
        const who = { secret, email }
        const found = (await mayTry(request.sql, who))
          ? await byPassword(signIn, request, { email, password })
          : await afterTheSameTime(password)
        tried('password', found === undefined ? 'REFUSED' : 'IN')
        if (found === undefined) return problem(reply, WRONG)
        await forgetFailures(request.sql, who)
        return await letIn({ request, reply, place }, found.id, found.cookies)
      },
    )

    app.post(
      '/v1/session/demo',
      { ...once, schema: { body: contract.DemoRole, ...answers(201, Me, 'Signs in to a demo') } },
      async (request, reply) => {
        const operator = place.demo.find(({ role }) => role === request.body.role)
        if (operator === undefined || !isHere(request)) return problem(reply, WRONG)
        const cookies = await cookiesOf(signIn, request, operator.id)
        tried('demo', 'IN')
        return await letIn({ request, reply, place }, operator.id, cookies)
      },
    )

    app.post(
      '/v1/session/oidc',
      {
        ...once,
        schema: {
          body: contract.Nothing,
          ...answers(200, contract.Elsewhere, 'Where the provider signs in'),
        },
      },
      async ({ headers }, reply) => {
        if (door.oidc === undefined) {
          return problem(reply, invalid({ in: 'body', field: '', message: 'there is no provider' }))
        }
        const body = {
          provider: OIDC,
          callbackURL: '/',
          errorCallbackURL: FAILED,
          disableRedirect: true,
        }
        const begun = await signIn.api.signInSocial({
          body,
          headers: new Headers({ cookie: headers.cookie ?? '' }),
          returnHeaders: true,
        })
        void reply.header('set-cookie', begun.headers.getSetCookie())
        return { url: begun.response.url }
      },
    )

    // The provider sends the browser here; where it goes next is ours, and a failure says no more than that.
    app.get(
      `${BASE_PATH}/callback/:provider`,
      { config: { unkept: true }, schema: HIDDEN },
      async (request, reply) => {
        const { headers, url, params } = request
        if ((params as { provider: string }).provider !== OIDC)
          return await reply.redirect(FAILED, 302)
        const { search } = new URL(url, signIn.options.baseURL)
        const answer = await signIn.handler(
          new Request(new URL(`${BASE_PATH}/callback/${OIDC}${search}`, signIn.options.baseURL), {
            headers: { cookie: headers.cookie ?? '', 'user-agent': headers['user-agent'] ?? '' },
          }),
        )
        const target = answer.headers.get('location') ?? FAILED
        const failed = target !== '/' && new URL(target, signIn.options.baseURL).pathname !== '/'
        tried('oidc', failed ? 'REFUSED' : 'IN')
        void reply.header('set-cookie', answer.headers.getSetCookie())
        return await reply.redirect(failed ? FAILED : '/', 302)
      },
    )

    app.delete(
      '/v1/session',
      { ...ending, config: { unkept: true }, schema: answers(200, contract.Nothing, 'Signs out') },
      async ({ session, caller, headers, sql }, reply) => {
        if (session === null) return {}
        await endSession(sql, { id: session.sessionId, operatorId: caller.by })
        const left = await signIn.api.signOut({
          headers: new Headers({ cookie: headers.cookie ?? '' }),
          returnHeaders: true,
        })
        void reply.header('set-cookie', left.headers.getSetCookie())
        void reply.header('clear-site-data', '"cache", "storage"')
        return {}
      },
    )

    app.get(
      '/v1/sessions',
      { schema: answers(200, contract.Sessions, 'Where one is signed in') },
      async ({ sql, caller, session }) => {
        const items = await listSessions(sql, caller.by)
        const current = session?.sessionId
        return {
          items: items.map((one) => ({ ...one, current: one.id === current })),
          nextCursor: null,
        }
      },
    )

    app.delete(
      '/v1/sessions/:id',
      {
        ...ending,
        schema: {
          params: contract.SessionParams,
          ...answers(200, contract.Nothing, 'Ends one of one’s own sessions'),
        },
      },
      async ({ sql, caller, params }) => {
        await endSession(sql, { id: params.id, operatorId: caller.by })
        return {}
      },
    )

    app.put(
      '/v1/me/password',
      {
        ...ending,
        ...once,
        schema: {
          body: contract.PasswordChange,
          ...answers(200, contract.Nothing, 'Changes one’s own password; other sessions end'),
        },
      },
      async ({ body, headers, session }, reply) => {
        if (session === null) return problem(reply, WRONG)
        const { current, password } = body
        const changed = await signIn.api
          .changePassword({
            body: { currentPassword: current, newPassword: password, revokeOtherSessions: true },
            headers: new Headers({ cookie: headers.cookie ?? '' }),
            returnHeaders: true,
          })
          .catch(refusedOnly)
        if (changed === undefined) return problem(reply, WRONG)
        void reply.header('set-cookie', changed.headers.getSetCookie())
        return {}
      },
    )

    app.post(
      '/v1/invitations/read',
      {
        ...once,
        schema: {
          body: contract.InvitationReading,
          ...answers(200, contract.InvitationView, 'Whom an invitation is for'),
        },
      },
      async ({ sql, body }, reply) => {
        const invited = await readInvitation(sql, body.invitation)
        if (isRefusal(invited)) return problem(reply, invited)
        const { name, email, role } = invited
        return { name, email, role }
      },
    )

    app.post(
      '/v1/invitations/accept',
      {
        ...ending,
        ...once,
        schema: {
          body: contract.InvitationAcceptance,
          ...answers(201, Me, 'Chooses a password and signs in'),
        },
      },
      async (request, reply) => {
        const { invitation, password, name, email } = request.body
        const accepted = await acceptInvitation(request.sql, { invitation, password, name, email })
        if (isRefusal(accepted)) return problem(reply, accepted)
        const operator = await findOperator(request.sql, accepted)
        if (operator !== undefined)
          await forgetFailures(request.sql, { secret, email: operator.email })
        tried('invitation', 'IN')
        return await letIn(
          { request, reply, place },
          accepted,
          await cookiesOf(signIn, request, accepted),
        )
      },
    )
  }
}

const HIDDEN: object = { hide: true }
const FAILED = '/sign-in?failed=oidc'

type Entrance = Readonly<{ request: FastifyRequest; reply: FastifyReply; place: Place }>

/** Answers who is in now; the session that the browser had before ends. */
async function letIn({ request, reply, place }: Entrance, id: string, cookies: string[]) {
  const { session, sql } = request
  if (session !== null) {
    await endSession(sql, { id: session.sessionId, operatorId: session.caller.by })
  }
  const operator = await findOperator(sql, id)
  if (operator === undefined) return problem(reply, WRONG)
  void reply.code(201).header('set-cookie', cookies)
  return meOf({ by: operator.id, ...operator }, place)
}

/** A locked address costs as much time as one that is not, and tells as little. */
async function afterTheSameTime(password: string) {
  await hashPassword(password)
  return undefined
}

type Credentials = Readonly<{ email: string; password: string }>

async function byPassword(signIn: SignIn, { headers }: FastifyRequest, body: Credentials) {
  const found = await signIn.api
    .signInEmail({
      body,
      headers: new Headers({ 'user-agent': headers['user-agent'] ?? '' }),
      returnHeaders: true,
    })
    .catch(refusedOnly)
  return found && { id: found.response.user.id, cookies: found.headers.getSetCookie() }
}

async function cookiesOf(signIn: SignIn, { headers }: FastifyRequest, operatorId: string) {
  const made = await signIn.api.signInAs({
    body: { operatorId },
    headers: new Headers({ 'user-agent': headers['user-agent'] ?? '' }),
    returnHeaders: true,
  })
  return made.headers.getSetCookie()
}

/** What the library refuses is refused; anything else has gone wrong. */
function refusedOnly(error: unknown): undefined {
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === undefined || statusCode >= 500) throw error
}

/** From this machine, by a page of this machine: another site's name may be made to point here, too. */
function isHere({ ip, hostname }: FastifyRequest): boolean {
  const isLoopback = ip === '::1' || /^(::ffff:)?127\./.test(ip)
  return isLoopback && /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(hostname)
}
