import { refusal, type DomainEvent } from '../../kernel/decision.ts'
import type {
  Act,
  CalendarDate,
  Instant,
  MdId,
  OperatorId,
  SiteId,
  UserCycleId,
  UserId,
} from '../../kernel/values.ts'

/**
 * Support's copy of who the user is (SPEC.md, Users). Another system owns it: its events keep it current, and a change
 * of site or doctor is asked for and stays pending until it answers.
 */
export type UserSupport = Readonly<{
  userId: UserId
  person: Person
  siteId: SiteId | null
  mdId: MdId | null
  wantsCalls: boolean
  wantsMessages: boolean
  pendingChanges: readonly PendingChange[]
  /** When the other system last changed each part, by its own clock: an event older than that is late. */
  profileTime: Instant | null
  siteTime: Instant | null
  mdTime: Instant | null
  preferenceTime: Instant | null
  version: number
  createdAt: Instant
  updatedAt: Instant
  /** The current cycle, on whose timeline it is recorded. */
  userCycleId: UserCycleId | null
  startDate: CalendarDate | null
}>

export type Person = Readonly<{
  name: string
  /** E.164, or null when the user has none. */
  phone: string | null
}>

export const PENDING_KINDS = ['SITE', 'MD', 'MD_DELETE'] as const

/** A change that was asked for and not answered. A user has one of a site and one of a doctor at most. */
export type PendingChange = Readonly<{
  requestId: string
  kind: (typeof PENDING_KINDS)[number]
  to: string | null
  requestedBy: OperatorId
  requestedAt: Instant
}>

type About = Readonly<{ userId: UserId; userCycleId: UserCycleId | null }>
/** A message from the system that owns the profile; one without a time is never late. */
type Told = About & Readonly<{ time: Instant | null }>
type Asked = About & Readonly<{ requestId: string }>
type Moved<Id> = Readonly<{ from: Id | null; to: Id }>

/** Who the person is stands beside the data, which is kept for ever: the journal never writes it. */
export type UserProfileUpdated = DomainEvent<'UserProfileUpdated', Told> &
  Readonly<{ person: Partial<Person> }>
export type UserSiteUpdated = DomainEvent<'UserSiteUpdated', Told & Answer & Moved<SiteId>>
export type UserMdUpdated = DomainEvent<'UserMdUpdated', Told & Answer & Moved<MdId>>
export type UserMdDeleted = DomainEvent<
  'UserMdDeleted',
  Told & Answer & Readonly<{ from: MdId | null }>
>
type Answer = Readonly<{ requestId: string | null }>

export type UserSiteUpdateRequested = DomainEvent<'UserSiteUpdateRequested', Asked & Moved<SiteId>>
export type UserMdUpdateRequested = DomainEvent<'UserMdUpdateRequested', Asked & Moved<MdId>>
export type UserMdDeleteRequested = DomainEvent<
  'UserMdDeleteRequested',
  Asked & Readonly<{ from: MdId | null }>
>

export type UserSiteUpdateRejected = DomainEvent<'UserSiteUpdateRejected', Rejected>
export type UserMdUpdateRejected = DomainEvent<'UserMdUpdateRejected', Rejected>
export type UserMdDeleteRejected = DomainEvent<'UserMdDeleteRejected', Rejected>
type Rejected = Asked & Readonly<{ from: string | null; to: string | null }>

export type ContactPreferenceChanged = DomainEvent<
  'ContactPreferenceChanged',
  Told & Preference & Readonly<{ previous: Preference }>
>
export type Preference = Readonly<{ calls: boolean; messages: boolean }>

export type UserSupportEvent =
  | UserProfileUpdated
  | UserSiteUpdated
  | UserMdUpdated
  | UserMdDeleted
  | UserSiteUpdateRequested
  | UserMdUpdateRequested
  | UserMdDeleteRequested
  | UserSiteUpdateRejected
  | UserMdUpdateRejected
  | UserMdDeleteRejected
  | ContactPreferenceChanged

export const USER_NOT_FOUND = refusal(4101, 'USER_NOT_FOUND', 'There is no such user.')

/** A user of whom nothing was known before their first cycle started. */
export function meet(
  user: Pick<UserSupport, 'userId' | 'person' | 'siteId' | 'mdId'>,
  at: Instant,
): UserSupport {
  const wants = { wantsCalls: true, wantsMessages: true, pendingChanges: [] }
  const untold = { profileTime: null, siteTime: null, mdTime: null, preferenceTime: null }
  const times = { version: 1, createdAt: at, updatedAt: at, userCycleId: null, startDate: null }
  return { ...user, ...wants, ...untold, ...times }
}

/** A late message changes nothing, here and in the decisions that follow. */
export function updateProfile(
  user: UserSupport,
  { time, ...person }: Partial<Person> & { time: Instant | null },
  act: Act,
): UserProfileUpdated | undefined {
  if (isLate(time, user.profileTime)) return undefined
  return { type: 'UserProfileUpdated', data: { ...about(user), time }, person, act }
}

type News<What> = What & Answer & Readonly<{ time: Instant | null }>

/** The site is what the other system says, whether or not it was asked for. */
export function updateSite(
  user: UserSupport,
  { siteId: to, requestId, time }: News<{ siteId: SiteId }>,
  act: Act,
): UserSiteUpdated | undefined {
  if (isLate(time, user.siteTime)) return undefined
  const data = { ...about(user), time, requestId, from: user.siteId, to }
  return { type: 'UserSiteUpdated', data, act }
}

export function updateMd(
  user: UserSupport,
  { mdId: to, requestId, time }: News<{ mdId: MdId }>,
  act: Act,
): UserMdUpdated | undefined {
  if (isLate(time, user.mdTime)) return undefined
  const data = { ...about(user), time, requestId, from: user.mdId, to }
  return { type: 'UserMdUpdated', data, act }
}

export function deleteMd(
  user: UserSupport,
  { requestId, time }: News<object>,
  act: Act,
): UserMdDeleted | undefined {
  if (isLate(time, user.mdTime)) return undefined
  return { type: 'UserMdDeleted', data: { ...about(user), time, requestId, from: user.mdId }, act }
}

/** Asks the Site context for another site; a second request replaces the first. */
export function requestSiteUpdate(
  user: UserSupport,
  { siteId: to, requestId }: { siteId: SiteId; requestId: string },
  act: Act,
): UserSiteUpdateRequested {
  const data = { ...about(user), requestId, from: user.siteId, to }
  return { type: 'UserSiteUpdateRequested', data, act }
}

export function requestMdUpdate(
  user: UserSupport,
  { mdId: to, requestId }: { mdId: MdId; requestId: string },
  act: Act,
): UserMdUpdateRequested {
  const data = { ...about(user), requestId, from: user.mdId, to }
  return { type: 'UserMdUpdateRequested', data, act }
}

export function requestMdDelete(
  user: UserSupport,
  { requestId }: { requestId: string },
  act: Act,
): UserMdDeleteRequested {
  return {
    type: 'UserMdDeleteRequested',
    data: { ...about(user), requestId, from: user.mdId },
    act,
  }
}

/** The other system says no, in its own words. A request that was replaced or answered meanwhile has nothing to reject. */
export function reject(
  user: UserSupport,
  {
    kind,
    requestId,
    reason,
  }: Readonly<{ kind: PendingChange['kind']; requestId: string; reason: string }>,
  act: Act,
): UserSiteUpdateRejected | UserMdUpdateRejected | UserMdDeleteRejected | undefined {
  const pending = user.pendingChanges.find(
    (change) => change.kind === kind && change.requestId === requestId,
  )
  if (pending === undefined) return undefined
  const from = kind === 'SITE' ? user.siteId : user.mdId
  const data = { ...about(user), requestId, from, to: pending.to }
  return { type: REJECTED[kind], data, act, text: reason }
}

const REJECTED = {
  SITE: 'UserSiteUpdateRejected',
  MD: 'UserMdUpdateRejected',
  MD_DELETE: 'UserMdDeleteRejected',
} as const

/**
 * Who does not want calls or messages, and why; to what holds already is no change. Another system that says it again
 * is heard, so that what was true before that moment is late when it comes after.
 */
export function changePreference(
  user: UserSupport,
  { calls, messages, reason, time }: Preference & { reason: string; time: Instant | null },
  act: Act,
): ContactPreferenceChanged | undefined {
  if (isLate(time, user.preferenceTime)) return undefined
  const previous = { calls: user.wantsCalls, messages: user.wantsMessages }
  const known = previous.calls === calls && previous.messages === messages
  if (known && (time === null || time === user.preferenceTime)) return undefined
  const data = { ...about(user), time, calls, messages, previous }
  return { type: 'ContactPreferenceChanged', data, act, text: reason }
}

export function evolve(user: UserSupport, event: UserSupportEvent): UserSupport {
  const changed = { ...user, version: user.version + 1, updatedAt: event.act.at }
  switch (event.type) {
    case 'UserProfileUpdated': {
      const person = { ...user.person, ...event.person }
      return { ...changed, person, profileTime: event.data.time ?? user.profileTime }
    }
    case 'UserSiteUpdated': {
      const { to, time } = event.data
      const pendingChanges = without(user, 'SITE', event.data)
      return { ...changed, siteId: to, pendingChanges, siteTime: time ?? user.siteTime }
    }
    case 'UserMdUpdated': {
      const { to, time } = event.data
      const pendingChanges = without(user, 'MD', event.data)
      return { ...changed, mdId: to, pendingChanges, mdTime: time ?? user.mdTime }
    }
    case 'UserMdDeleted': {
      const { time, requestId } = event.data
      const pendingChanges = without(user, 'MD_DELETE', { requestId, to: null })
      return { ...changed, mdId: null, pendingChanges, mdTime: time ?? user.mdTime }
    }
    case 'UserSiteUpdateRequested':
      return { ...changed, pendingChanges: asked(user, 'SITE', event) }
    case 'UserMdUpdateRequested':
      return { ...changed, pendingChanges: asked(user, 'MD', event) }
    case 'UserMdDeleteRequested':
      return { ...changed, pendingChanges: asked(user, 'MD_DELETE', event) }
    case 'UserSiteUpdateRejected':
    case 'UserMdUpdateRejected':
    case 'UserMdDeleteRejected': {
      const { requestId } = event.data
      const pendingChanges = user.pendingChanges.filter((one) => one.requestId !== requestId)
      return { ...changed, pendingChanges }
    }
    case 'ContactPreferenceChanged': {
      const { calls, messages, time } = event.data
      const preferenceTime = time ?? user.preferenceTime
      return { ...changed, wantsCalls: calls, wantsMessages: messages, preferenceTime }
    }
  }
}

/** The pending changes that an answer leaves: it settles the one that it names, or whose target it is. */
function without(
  { pendingChanges }: UserSupport,
  kind: PendingChange['kind'],
  { requestId, to }: Readonly<{ requestId: string | null; to: string | null }>,
): readonly PendingChange[] {
  return pendingChanges.filter(
    (change) => change.requestId !== requestId && !(change.kind === kind && change.to === to),
  )
}

/** The pending changes with a new one, which replaces what was asked of the same thing before. */
function asked(
  { pendingChanges }: UserSupport,
  kind: PendingChange['kind'],
  { data, act }: UserSiteUpdateRequested | UserMdUpdateRequested | UserMdDeleteRequested,
): readonly PendingChange[] {
  const others = pendingChanges.filter((change) => (change.kind === 'SITE') !== (kind === 'SITE'))
  const { requestId } = data
  const to = 'to' in data ? data.to : null
  return [...others, { requestId, kind, to, requestedBy: act.by, requestedAt: act.at }]
}

function about({ userId, userCycleId }: UserSupport): About {
  return { userId, userCycleId }
}

function isLate(time: Instant | null, last: Instant | null): boolean {
  return time !== null && last !== null && time < last
}
