import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import pino, { type DestinationStream, type Logger } from 'pino'
import { run, type Sql } from './db/db.ts'

/** Lines are written together, a fifth of a second late at most: a write for each costs more than the line. */
const BUFFERED = { dest: 1, sync: false, minLength: 4_096, periodicFlush: 200 }

/**
 * The log. An error is told by its kind, code and place, not by its message or detail: a database's words may quote a
 * person's data.
 */
export function openLog(level: string, stream?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: tellError } }
  return pino(options, stream ?? pino.destination(BUFFERED))
}

function tellError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, cause } = error
  const fields = error as unknown as Record<string, unknown>
  const { code, constraint, routine, table } = fields
  return {
    type: name,
    ...(code !== undefined && { code, constraint, table, routine }),
    stack: placesOf(error),
    ...(cause !== undefined && { cause: tellError(cause) }),
  }
}

const PLACE = /^ +at .*\b(?:file:|node:|native|<anonymous>|\/)/

/**
 * Where an error came from, our own code if it is there. The message, which stands above that and may have many lines,
 * is cut off first.
 */
function placesOf({ stack = '', message }: Error): string {
  const below = stack.slice(stack.indexOf(message) + message.length)
  const places = below.split('\n').filter((line) => PLACE.test(line))
  const own = places.filter((line) => !/node_modules|\b(node|wasm):/.test(line))
  return (own.length > 0 ? own : places).slice(0, 12).join('\n')
}

export type Metrics = ReturnType<typeof openMetrics>

/** What Prometheus reads. Labels are routes, codes and kinds: never an id, a name or a text. */
export function openMetrics(sql: Sql) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const answers = new Histogram({
    name: 'anbu_http_request_seconds',
    help: 'Requests by route and status, with how long they took.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  const failures = new Counter({
    name: 'anbu_failures_total',
    help: 'Things that failed outside a caller’s control, by what failed.',
    labelNames: ['what'],
    registers,
  })
  const signIns = new Counter({
    name: 'anbu_sign_ins_total',
    help: 'Sign-ins by way and by how they ended.',
    labelNames: ['way', 'outcome'],
    registers,
  })
  const backlog = new Gauge({
    name: 'anbu_backlog',
    help: 'Rows that wait: events without a number or a cycle, dead letters, messages that have not left.',
    labelNames: ['of'],
    registers,
    async collect() {
      for (const { of, rows } of await run<{ of: string; rows: number }>(sql, BACKLOG, [])) {
        this.set({ of }, rows)
      }
    },
  })
  return { registry, answers, failures, signIns, backlog, ...messageMetrics(registers, sql) }
}

const BACKLOG = `
  select 'unnumbered_events' as of, count(*)::int as rows from support.unnumbered_event
  union all select 'waiting_events', count(*)::int from private.waiting_event
  union all select 'dead_letters', count(*)::int from private.dead_letter where replayed_at is null
  union all select 'messages', count(*)::int from support.user_support_message where next_attempt_at is not null`

function messageMetrics(registers: Registry[], sql: Sql) {
  const tries = new Histogram({
    name: 'anbu_message_try_seconds',
    help: 'Calls of a carrier by what it said, with how long they took.',
    labelNames: ['carrier', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  })
  const ended = new Counter({
    name: 'anbu_messages_total',
    help: 'Messages that came to an end, by how and why.',
    labelNames: ['status', 'reason'],
    registers,
  })
  const refusals = new Counter({
    name: 'anbu_message_refusals_total',
    help: 'Sends that were refused at the door, by the rule that refused them.',
    labelNames: ['rule'],
    registers,
  })
  const oldest = new Gauge({
    name: 'anbu_message_oldest_seconds',
    help: 'For how long the oldest message that has not left has waited.',
    registers,
    async collect() {
      const [row] = await run<{ age: number }>(sql, OLDEST, [])
      this.set(row?.age ?? 0)
    },
  })
  return { tries, ended, refusals, oldest }
}

const OLDEST = `
  select coalesce(extract(epoch from now() - min(queued_at)), 0)::float as age
    from support.user_support_message where next_attempt_at is not null`
