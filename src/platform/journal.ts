import { randomUUID } from 'node:crypto'
import { dayIndexOn } from '../kernel/calendar.ts'
import type { DomainEvent } from '../kernel/decision.ts'
import type { CalendarDate } from '../kernel/values.ts'
import { run, type Sql } from './db/db.ts'

/** What a change is recorded with: the database, whose sites may be touched, and what the timeline keeps. */
export type Recorder = Readonly<{
  sql: Sql
  /** The sites whose users the caller may see; null is all of them, users without a site included. */
  sites: readonly string[] | null
  /** What the timeline says of an event; undefined for those that it leaves out. */
  timeline: (event: DomainEvent) => TimelineEntry | undefined
}>

export type TimelineEntry = Readonly<{ type: string; meta: object; relationId: number | null }>

/** What an event happened to, in the version that it led to. */
export type Subject = Readonly<{
  entity: string
  id: number | string
  version: number
  userId: string | null
  userCycleId: string | null
  /** The start of the cycle, which gives the day's number on the timeline; null for what has no cycle. */
  startDate: CalendarDate | null
}>

export type Happening = Readonly<{ event: DomainEvent; subject: Subject }>

/**
 * A statement written by hand: its text never changes, so that nothing is composed when it runs. Its parameters
 * begin at `$2`; `$1` is what is recorded beside it. It returns one row when it did its work and none when it did not.
 */
export type Statement<Input> = Readonly<{
  text: string
  /** What else is written, from `stored`, when the statement did its work: a part of `with`. */
  beside?: string
  values: (input: Input) => unknown[]
}>

/**
 * Runs the statement and records what happened: texts, timeline and events, in the same statement and so all or
 * nothing. Answers false, with nothing recorded, when the statement touched no row.
 */
export async function store<Input>(
  recorder: Recorder,
  { text, beside, values }: Statement<Input>,
  input: Input,
  happened: readonly Happening[],
): Promise<boolean> {
  const rows = await run<{ stored: number }>(recorder.sql, storing(text, beside), [
    rowsOf(recorder, happened),
    ...values(input),
  ])
  return rows[0]?.stored === 1
}

/** Records what happened to things that this transaction has already written. */
export async function record(recorder: Recorder, happened: readonly Happening[]): Promise<void> {
  if (happened.length === 0) return
  await run(recorder.sql, `with ${journal('')} select`, [rowsOf(recorder, happened)])
}

const storingTexts = new Map<string, string>()

function storing(statement: string, beside = ''): string {
  const known = storingTexts.get(statement)
  if (known !== undefined) return known
  const also = beside === '' ? '' : `${beside},`
  const text = `with stored as (${statement}), ${also} ${journal('stored,')} select count(*)::int as stored from stored`
  storingTexts.set(statement, text)
  return text
}

/**
 * The one place that writes texts, timeline and events. An event is followed by the SupportLogHistoryRecorded of its
 * own log, so that every reader sees them in this order.
 */
function journal(guard: string): string {
  return `
input as materialized (
  select r.* from ${guard} jsonb_to_recordset($1::jsonb) as r(
    n int, event_id uuid, type text, entity text, entity_id text, version int, user_id text, user_cycle_id text,
    actor text, at timestamptz, data jsonb, text text, log_type text, day_index int, meta jsonb, relation_id bigint)
),
written as (
  insert into private.text (entity, entity_id, version, user_id, text, written_by, written_at)
  select entity, entity_id, version, user_id, text, actor, at from input where text is not null
),
logged as (
  insert into support.user_support_log
    (user_id, user_cycle_id, type, day_index, meta, relation_id, actor, cause, entity, entity_id, version, created_at, updated_at)
  select user_id, user_cycle_id, log_type, day_index, meta, relation_id, actor, event_id, entity, entity_id, version, at, at
    from input where log_type is not null order by n
  returning id, user_id, user_cycle_id, type, day_index, relation_id, actor, cause, created_at
),
recorded as (
  insert into support.domain_event
    (event_id, type, entity, entity_id, version, user_id, user_cycle_id, actor, occurred_at, data)
  select event_id, type, entity, entity_id, version, user_id, user_cycle_id, actor, at, data
    from (
      select n, 1 as step, event_id, type, entity, entity_id, version, user_id, user_cycle_id, actor, at, data from input
      union all
      select i.n, 2, gen_random_uuid(), 'SupportLogHistoryRecorded', 'UserSupportLog', l.id::text, 1,
             l.user_id, l.user_cycle_id, l.actor, l.created_at,
             jsonb_build_object('logId', l.id, 'type', l.type, 'dayIndex', l.day_index, 'relationId', l.relation_id)
        from logged l join input i on i.event_id = l.cause
    ) as e
   order by n, step
  returning id
),
unnumbered as (
  insert into support.unnumbered_event (event_id) select id from recorded
)`
}

function rowsOf({ timeline }: Recorder, happened: readonly Happening[]): string {
  return JSON.stringify(
    happened.map(({ event, subject }, n) => {
      const entry = timeline(event)
      return {
        n,
        event_id: randomUUID(),
        type: event.type,
        entity: subject.entity,
        entity_id: String(subject.id),
        version: subject.version,
        user_id: subject.userId,
        user_cycle_id: subject.userCycleId,
        actor: event.act.by,
        at: event.act.at,
        data: event.data,
        text: event.text,
        ...(entry && {
          log_type: entry.type,
          day_index: subject.startDate && dayIndexOn(subject.startDate, event.act.today),
          meta: entry.meta,
          relation_id: entry.relationId,
        }),
      }
    }),
  )
}
