import fc from 'fast-check'
import { commanding, type Done } from './one.ts'
import {
  currentCycle,
  nameOfPlace,
  note,
  SYSTEM,
  type Pending,
  type Thing,
  type Told,
  type User,
  type World,
} from './world.ts'

const onUser = commanding<User>({
  all: ({ users }) => [...users.values()],
  url: ({ userId }) => `/v1/users/${userId}`,
  notFound: 4101,
})

/** What operators say of a user, and what they ask of the system that knows them. */
export const ON_USERS = {
  changePreference: onUser({
    weight: 1,
    own: fc.record({ calls: fc.constantFrom(true, true, false), messages: fc.boolean() }),
    ask: (_, own) => ({
      method: 'PUT',
      path: '/contact-preference',
      body: { ...own, reason: 'said so on the phone' },
    }),
    decide(world, user, { by, calls, messages }) {
      prefer(world, user, { by, calls, messages, reason: 'said so on the phone', time: null })
      return { body: { calls, messages } }
    },
  }),

  requestSite: onUser({
    event: 'UserSiteUpdateRequested',
    weight: 1,
    own: fc.record({ name: fc.constantFrom('a', 'b') }),
    ask: ({ run }, { name }) => ({
      method: 'PUT',
      path: '/site',
      body: { siteId: `${run}-${name}`, siteName: nameOfPlace(`${run}-${name}`) },
    }),
    decide(world, user, { by, name }) {
      const to = `${world.run}-${name}`
      const payload = { siteId: to, siteName: nameOfPlace(to), previous: user.siteId }
      return request(world, user, { by, kind: 'SITE', to, payload })
    },
  }),

  requestMd: onUser({
    event: 'UserMdUpdateRequested',
    weight: 1,
    own: fc.record({ name: fc.constantFrom('x', 'y') }),
    ask: ({ run }, { name }) => ({
      method: 'PUT',
      path: '/md',
      body: { mdId: `${run}-${name}`, mdName: nameOfPlace(`${run}-${name}`) },
    }),
    decide(world, user, { by, name }) {
      const to = `${world.run}-${name}`
      const payload = { mdId: to, mdName: nameOfPlace(to), previous: user.mdId }
      return request(world, user, { by, kind: 'MD', to, payload })
    },
  }),

  requestMdDelete: onUser({
    event: 'UserMdDeleteRequested',
    weight: 1,
    own: fc.constant({}),
    ask: () => ({ method: 'DELETE', path: '/md' }),
    decide: (world, user, { by }) =>
      request(world, user, { by, kind: 'MD_DELETE', to: null, payload: { previous: user.mdId } }),
  }),
}

const NAMES = { SITE: 'UserSiteUpdate', MD: 'UserMdUpdate', MD_DELETE: 'UserMdDelete' } as const
const LOGS = { SITE: 'SITE_UPDATE', MD: 'ACCOUNT_UPDATED', MD_DELETE: 'ACCOUNT_DELETED' } as const

type Kind = Pending['kind']
type Request = { by: string; kind: Kind; to: string | null; payload: object }

/** A request replaces what was asked of the same thing before. */
function request(world: World, user: User, { by, kind, to, payload }: Request): Done {
  const pending = { requestId: '', kind, to }
  const others = user.pending.filter((one) => (one.kind === 'SITE') !== (kind === 'SITE'))
  Object.assign(user, { pending: [...others, pending], version: user.version + 1 })
  const meta = { phase: 'REQUESTED', from: presentOf(user, kind), ...(to !== null && { to }) }
  note(world, thingOf(world, user), {
    type: `${NAMES[kind]}Requested`,
    version: user.version,
    by,
    log: { type: LOGS[kind], meta },
    payload: () => ({ requestId: pending.requestId, ...payload, requestedBy: by }),
  })
  const learn = (answer: Readonly<Record<string, unknown>>) => {
    pending.requestId = String(answer['requestId'])
  }
  return { status: 202, body: {}, learn }
}

function presentOf({ siteId, mdId }: User, kind: Kind): string | null {
  return kind === 'SITE' ? siteId : mdId
}

/** The other system says no to what was asked for, if it still is. */
export function reject(kind: Kind) {
  return (world: World, user: User, { requestId, reason }: Told) => {
    const pending = user.pending.find((one) => one.kind === kind && one.requestId === requestId)
    if (pending === undefined) return
    const settled = user.pending.filter((one) => one !== pending)
    Object.assign(user, { pending: settled, version: user.version + 1 })
    const meta = { phase: 'REJECTED', from: presentOf(user, kind), reason }
    noteUser(world, user, { type: `${NAMES[kind]}Rejected`, log: { type: LOGS[kind], meta } })
  }
}

const PHONES: Readonly<Record<string, string>> = {
  '02-555-1234': '+8225551234',
  '010-1234-5678': '+821012345678',
}

type Person = Readonly<Record<string, unknown>>

export function updateProfile(world: World, user: User, { name, phone }: Person) {
  user.version += 1
  if (typeof name === 'string') user.name = name
  if (phone !== undefined) user.phone = typeof phone === 'string' ? (PHONES[phone] ?? null) : null
  noteUser(world, user, { type: 'UserProfileUpdated' })
}

export function moveTo(world: World, user: User, to: string, requestId?: unknown) {
  const from = user.siteId
  Object.assign(user, { siteId: to, version: user.version + 1 })
  settle(user, 'SITE', { to, requestId })
  const log = { type: 'SITE_UPDATE', meta: { phase: 'CONFIRMED', from, to } }
  noteUser(world, user, { type: 'UserSiteUpdated', log })
}

export function treatedBy(world: World, user: User, to: string | null, requestId?: unknown) {
  const kind = to === null ? 'MD_DELETE' : 'MD'
  const meta = { phase: 'CONFIRMED', from: user.mdId, ...(to !== null && { to }) }
  Object.assign(user, { mdId: to, version: user.version + 1 })
  settle(user, kind, { to, requestId })
  const type = to === null ? 'UserMdDeleted' : 'UserMdUpdated'
  noteUser(world, user, { type, log: { type: LOGS[kind], meta } })
}

/** An answer settles the request that it names, or whose target it is. */
function settle(user: User, kind: Kind, answer: { to: string | null; requestId: unknown }) {
  user.pending = user.pending.filter(
    (one) => one.requestId !== answer.requestId && !(one.kind === kind && one.to === answer.to),
  )
}

type Wish = {
  by: string
  calls: boolean
  messages: boolean
  reason: string
  time: string | null
}

/** What the user wants; to want what they wanted before is no news, unless another system says so later. */
export function prefer(world: World, user: User, { by, calls, messages, reason, time }: Wish) {
  const from = { calls: user.wantsCalls, messages: user.wantsMessages }
  const known = from.calls === calls && from.messages === messages
  if (known && (time === null || time === user.preferenceTime)) return
  Object.assign(user, { wantsCalls: calls, wantsMessages: messages, version: user.version + 1 })
  const meta = { kind: 'ContactPreferenceChanged', from, to: { calls, messages }, reason }
  noteUser(world, user, { by, type: 'ContactPreferenceChanged', log: { type: 'LOG', meta } })
}

type Event = { by?: string; type: string; log?: { type: string; meta: object } }

function noteUser(world: World, user: User, { by = SYSTEM, ...event }: Event) {
  note(world, thingOf(world, user), { by, version: user.version, ...event })
}

function thingOf(world: World, { userId }: User): Thing {
  const userCycleId = currentCycle(world, userId)?.userCycleId ?? null
  return { userId, userCycleId, id: () => userId, relation: () => null }
}
