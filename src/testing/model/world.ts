/** What the model holds to be so: the whole state of one run, in plain values, with no database and no code of ours. */
export type World = {
  /** Begins every name of this run, so that runs share a database and never meet. */
  readonly run: string
  readonly callers: Readonly<Record<Who, Caller>>
  /** Commands and events that do not happen in this run, so that the others meet more often. */
  readonly quiet: ReadonlySet<string>
  now: string
  plans: Plan[]
  users: Map<string, User>
  cycles: Map<string, Cycle>
  /** In the order in which they were planned, which is that of their ids. */
  calls: Call[]
  attempts: Attempt[]
  memos: Memo[]
  issues: Issue[]
  messages: Message[]
  /** Every event that was sent, in order. */
  sent: Inbound[]
  /** Ids of events that would be duplicates. */
  inbox: Set<string>
  waiting: { event: Inbound; since: string }[]
  letters: { eventId: string; reason: string }[]
  /** Everything that happened, in order. */
  journal: Happened[]
}

export type Who = 'hana' | 'minjun' | 'boss'
export type Caller = Readonly<{ by: string; sites: readonly string[]; mayManage: boolean }>
export type Plan = { id: number; sequence: number; dayIndex: number; isActive: boolean }
export type User = {
  userId: string
  name: string
  phone: string | null
  siteId: string | null
  mdId: string | null
  profileTime: string | null
  siteTime: string | null
  mdTime: string | null
  preferenceTime: string | null
  wantsCalls: boolean
  wantsMessages: boolean
  pending: Pending[]
  version: number
}
export type Pending = { requestId: string; kind: 'SITE' | 'MD' | 'MD_DELETE'; to: string | null }
export type Cycle = {
  userId: string
  userCycleId: string
  firstStart: string
  startDate: string
  lengthDays: number
  state: 'STARTED' | 'ENDED'
  version: number
}
export type Call = {
  /** Given by the service, and learned when the call is first seen. */
  id: number
  userId: string
  userCycleId: string
  sequence: number
  dayIndex: number
  status: 'PENDING' | 'COMPLETED' | 'SKIPPED'
  planDate: string
  contactAt: string | null
  resolvedBy: string | null
  resolvedAt: string | null
  claimedBy: string | null
  claimedUntil: string | null
  version: number
  createdAt: string
  updatedAt: string
}
export type Attempt = { id: number; userOutboundId: number; createdAt: string }
/** A text of which every version is kept; its id is learned when it is first answered. */
export type Written = {
  id: number
  userId: string
  userCycleId: string
  text: string
  dayIndex: number
  createdBy: string
  createdAt: string
  updatedAt: string
  version: number
}
export type Memo = Written & {
  history: { version: number; memo: string; createdBy: string; createdAt: string }[]
}
export type Issue = Written & { status: 'REGISTERED' | 'IN_PROGRESS' | 'RESOLVED' | 'CANCELLED' }
/** A message that has gone out; what is queued has always left before anything else happens. */
export type Message = {
  id: number
  userId: string
  userCycleId: string
  userOutboundId: number | null
  messageType: 'FREE_TEXT' | 'MISSED_CALL'
  templateId: null
  content: string
  status: 'SUCCESS'
  reason: null
  deliveredAt: string
  dayIndex: number
  createdBy: string
  createdAt: string
  updatedAt: string
  version: number
}
export type Inbound = Readonly<{ id: string; type: string; time: string | null; data: Told }>
export type Told = Readonly<Record<string, unknown> & { userId: string; userCycleId?: string }>

export type Outcome = 'APPLIED' | 'WAITING' | 'CONTRADICTORY'

/** One event of the journal, with what the timeline and other systems are told of it. */
export type Happened = Readonly<{
  type: string
  of: Thing
  version: number
  actor: string
  at: string
  log: Readonly<{ type: string; meta: object; dayIndex: number | null }> | null
  /** What its payload holds beside whom it is about; null for an event that stays inside. */
  payload: (() => object) | null
}>

/** What something happened to. Its id may be learned later than it happened. */
export type Thing = Readonly<{
  userId: string
  userCycleId: string | null
  id: () => number | string
  /** What a log of it relates to. */
  relation: () => number | null
}>

export const SYSTEM = 'SYSTEM'
const GRACE_DAYS = 14
const SEOUL = 9 * 3_600_000
const DAY = 86_400_000

export const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString()
export const dayIn = (at: string) => later(at, SEOUL).slice(0, 10)
export const hourIn = (at: string) => Number(later(at, SEOUL).slice(11, 13))
export const plusDays = (day: string, days: number) => later(day, days * DAY).slice(0, 10)
export const today = ({ now }: World) => dayIn(now)
export const dayOf = (world: World, { startDate }: Cycle) =>
  (Date.parse(today(world)) - Date.parse(startDate)) / DAY + 1

export function userOf({ users }: World, { userId }: { userId: string }): User {
  return found(users.get(userId))
}

export function cycleOf({ cycles }: World, { userCycleId }: { userCycleId: string }): Cycle {
  return found(cycles.get(userCycleId))
}

export function callsOf({ calls }: World, { userCycleId }: { userCycleId: string }): Call[] {
  const own = calls.filter((call) => call.userCycleId === userCycleId)
  return own.toSorted((one, other) => one.sequence - other.sequence)
}

function found<One>(thing: One | undefined): One {
  if (thing === undefined) throw new Error('The model has lost something it relies on')
  return thing
}

/** The programme of the model rests at weekends and has no holidays. */
export function dueOf({ planDate, contactAt }: Pick<Call, 'planDate' | 'contactAt'>) {
  if (contactAt !== null) return { dueDate: dayIn(contactAt), dueReason: 'AGREED' }
  const weekday = new Date(planDate).getUTCDay()
  const rest = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return { dueDate: plusDays(planDate, rest), dueReason: rest === 0 ? 'PLAN' : 'WORKDAY' }
}

export function statusOf(world: World, { status, planDate }: Call) {
  return status === 'PENDING' && planDate <= today(world) ? 'ACTIVE' : status
}

export function claimOf({ now }: World, { claimedBy, claimedUntil }: Call) {
  const holds = claimedUntil !== null && claimedUntil > now
  return holds ? { claimedBy, claimedUntil } : { claimedBy: null, claimedUntil: null }
}

export function sees(world: World, who: Who, thing: { userId: string }): boolean {
  const { siteId } = userOf(world, thing)
  return siteId !== null && world.callers[who].sites.includes(siteId)
}

/** A call as it is answered everywhere. */
export function viewOf(world: World, call: Call) {
  const { claimedBy: _by, claimedUntil: _until, ...own } = call
  return { ...own, status: statusOf(world, call), dueDate: dueOf(call).dueDate }
}

/** A call as it stands on a list. */
export function rowOf(world: World, call: Call) {
  const { name, phone, siteId, mdId, userId } = userOf(world, call)
  const cycle = cycleOf(world, call)
  const { startDate, lengthDays, state } = cycle
  return {
    ...viewOf(world, call),
    ...claimOf(world, call),
    dueReason: dueOf(call).dueReason,
    user: { userId, name, phone },
    site: siteId === null ? null : { siteId, name: nameOfPlace(siteId) },
    md: mdId === null ? null : { mdId, name: nameOfPlace(mdId) },
    cycle: { startDate, lengthDays, state, day: dayOf(world, cycle) },
    ...whatWasDone(world, call),
  }
}

function whatWasDone({ memos, issues, attempts, messages }: World, { id, userId }: Call) {
  const memo = memos.findLast((one) => one.userId === userId)
  const message = messages.findLast(({ userOutboundId }) => userOutboundId === id)
  const tried = attempts.filter(({ userOutboundId }) => userOutboundId === id)
  return {
    lastMemo: memo
      ? { id: memo.id, memo: memo.text, createdBy: memo.createdBy, createdAt: memo.createdAt }
      : null,
    lastMessage: message
      ? {
          id: message.id,
          messageType: message.messageType,
          status: message.status,
          createdAt: message.createdAt,
        }
      : null,
    openIssues: issues.filter((issue) => issue.userId === userId && isOpen(issue)).length,
    attempts: tried.length,
    lastAttemptAt: tried.at(-1)?.createdAt ?? null,
  }
}

export function isOpen({ status }: Issue): boolean {
  return status === 'REGISTERED' || status === 'IN_PROGRESS'
}

/** Hospitals and doctors are called the same by everybody who names them. */
export const nameOfPlace = (id: string) => `이름 ${id}`

export type Filters = Readonly<{
  status?: string[]
  dueOn?: string
  dueBefore?: string
  scheduled?: boolean
  claimed?: 'me' | 'none'
  forgotten?: boolean
  sequence?: number
  siteId?: string
  mdId?: string
  hasOpenIssue?: boolean
}>

/** The list that somebody gets with those filters, in its order. */
export function worklistOf(world: World, who: Who, filters: Filters): Call[] {
  const { status = ['PENDING', 'ACTIVE'], forgotten = false } = filters
  return world.calls
    .filter((call) => sees(world, who, call) && status.includes(statusOf(world, call)))
    .filter((call) => isForgotten(world, call) === forgotten || isDone(call, forgotten))
    .filter((call) => call.status !== 'PENDING' || userOf(world, call).wantsCalls)
    .filter((call) => matches(world, who, { call, filters }))
    .toSorted(inOrder)
}

/** Nobody ended the cycle, which is long over. */
function isForgotten(world: World, call: Call): boolean {
  const { state, startDate, lengthDays } = cycleOf(world, call)
  return state === 'STARTED' && plusDays(startDate, lengthDays - 1 + GRACE_DAYS) < today(world)
}

/** What was done stays on its list when its cycle is forgotten; the list of the forgotten has only theirs. */
function isDone({ status }: Call, forgotten: boolean): boolean {
  return status !== 'PENDING' && !forgotten
}

type Candidate = { call: Call; filters: Filters }

function matches(world: World, who: Who, { call, filters }: Candidate): boolean {
  const { dueBefore, claimed } = filters
  const { dueDate } = dueOf(call)
  const { siteId, mdId } = userOf(world, call)
  const { claimedBy } = claimOf(world, call)
  const asked = [
    [filters.dueOn, dueDate],
    [filters.scheduled, call.contactAt !== null],
    [filters.sequence, call.sequence],
    [filters.siteId, siteId],
    [filters.mdId, mdId],
    [filters.hasOpenIssue, whatWasDone(world, call).openIssues > 0],
    [claimed === 'me' ? world.callers[who].by : undefined, claimedBy],
    [claimed === 'none' ? null : undefined, claimedBy],
  ]
  return (
    asked.every(([wanted, is]) => wanted === undefined || wanted === is) &&
    (dueBefore === undefined || dueDate < dueBefore)
  )
}

function inOrder(one: Call, other: Call): number {
  const keys = (call: Call) => `${dueOf(call).dueDate} ${call.contactAt ?? 'without'}`
  return keys(one) === keys(other) ? one.id - other.id : keys(one) < keys(other) ? -1 : 1
}

type Event = Pick<Happened, 'type' | 'version'> & {
  by: string
  /** The log's type and what it says; the day is the cycle's. */
  log?: Readonly<{ type: string; meta: object }>
  payload?: () => object
}

/** Notes that something happened to a thing, which has already changed. */
export function note(world: World, of: Thing, { by, log, payload, ...event }: Event): void {
  const cycle = of.userCycleId === null ? undefined : world.cycles.get(of.userCycleId)
  const dayIndex = cycle === undefined ? null : dayOf(world, cycle)
  world.journal.push({
    ...event,
    of,
    actor: by,
    at: world.now,
    log: log === undefined ? null : { ...log, dayIndex },
    payload: payload ?? null,
  })
}

/** The cycle on whose timeline it is kept what happens to a user. */
export function currentCycle({ cycles }: World, userId: string): Cycle | undefined {
  const own = [...cycles.values()].filter((cycle) => cycle.userId === userId)
  const rank = ({ state, startDate }: Cycle) => `${state === 'STARTED' ? 1 : 0} ${startDate}`
  return own.toSorted((one, other) =>
    rank(one) === rank(other)
      ? one.userCycleId < other.userCycleId
        ? -1
        : 1
      : rank(one) < rank(other)
        ? 1
        : -1,
  )[0]
}

export function nthOf<One>(things: readonly One[], nth: number): One {
  const thing = things[nth % things.length]
  if (thing === undefined) throw new Error('There is nothing to choose from')
  return thing
}
