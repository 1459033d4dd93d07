import { because, isRefusal, refusal, type DomainEvent, type Refusal } from '../kernel/decision.ts'
import type { Sql } from './db/db.ts'
import { store, type Recorder, type Statement, type Subject } from './journal.ts'

export const VERSION_CONFLICT = refusal(
  4201,
  'VERSION_CONFLICT',
  'The thing has been changed since that version was read.',
)

/** How one kind of aggregate is found, changed and kept. */
export type Repository<
  Id,
  State extends Readonly<{ version: number }>,
  Event extends DomainEvent,
> = Readonly<{
  notFound: Refusal
  /** findById: the present state, unless it is another site's. */
  load: (sql: Sql, id: Id, sites: readonly string[] | null) => Promise<State | undefined>
  evolve: (state: State, event: Event) => State
  /** Writes the next state, unless the row is no longer in the state `before`; returns a row when it did. */
  save: Statement<Readonly<{ before: State; next: State }>>
  subject: (state: State) => Subject
}>

/** A thing as a caller saw it. */
export type Seen<Id> = Readonly<{
  id: Id
  /** The versions that the caller would change; any other is refused. */
  ifMatch?: readonly number[] | undefined
}>

type Change<State, Event> = Readonly<{
  /** The state as it was just read, which saves reading it again; when it no longer holds the next one is read. */
  present?: State | undefined
  /** An event, a refusal, or nothing to do. */
  decide: (state: State) => NoInfer<Event> | Refusal | undefined
}>

/** The thing as it is now, if it still is as the caller saw it. */
export async function find<
  Id,
  State extends Readonly<{ version: number }>,
  Event extends DomainEvent,
>(
  { sql, sites }: Pick<Recorder, 'sql' | 'sites'>,
  repository: Repository<Id, State, Event>,
  { id, ifMatch }: Seen<Id>,
): Promise<State | Refusal> {
  const state = await repository.load(sql, id, sites)
  if (state === undefined) return repository.notFound
  return changedSince(state, ifMatch) ?? state
}

function changedSince({ version }: { version: number }, ifMatch: Seen<unknown>['ifMatch']) {
  if (ifMatch === undefined || ifMatch.includes(version)) return undefined
  return because(VERSION_CONFLICT, { version })
}

/**
 * Asks one aggregate for a decision and stores its next state, its timeline row and its events in one statement:
 * all or nothing, without a lock. When somebody was faster no row is written, and the decision is asked again of
 * the state that they left.
 */
export async function change<
  Id,
  State extends Readonly<{ version: number }>,
  Event extends DomainEvent,
>(
  recorder: Recorder,
  repository: Repository<Id, State, Event>,
  { id, ifMatch, present, decide }: Seen<Id> & Change<State, Event>,
): Promise<State | Refusal> {
  for (let known = present; ; known = undefined) {
    const before =
      known === undefined
        ? await find(recorder, repository, { id, ifMatch })
        : (changedSince(known, ifMatch) ?? known)
    if (isRefusal(before)) return before
    const event = decide(before)
    if (event === undefined) return before
    if (isRefusal(event)) return event
    const next = repository.evolve(before, event)
    const happened = [{ event, subject: repository.subject(next) }]
    if (await store(recorder, repository.save, { before, next }, happened)) return next
  }
}
