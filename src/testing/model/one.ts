import fc from 'fast-check'
import { action, asks, inShort, type Foretold, type Question, type Real } from './step.ts'
import { nthOf, sees, type Who, type World } from './world.ts'

export const who = fc.constantFrom<Who>('hana', 'minjun', 'boss')

/** Mostly one of a few, so that what is done to them meets. */
export const nth = fc.oneof({ weight: 2, arbitrary: fc.nat(4) }, fc.nat(40))

/** The number of the rule that says no, with what its problem tells. */
export type No = Readonly<{ code: number; told?: object }>
/** What the service answers when it was done, and what is learned from that. */
export type Done = Readonly<{
  status?: number
  body: object
  learn?: (answer: Answer, real: Real) => void | Promise<void>
}>
export type Answer = Readonly<Record<string, unknown>>

type Kept = { userId: string; version: number }

/** A kind of thing that is commanded by its address. */
type Kind<Thing extends Kept> = Readonly<{
  all: (world: World) => readonly Thing[]
  url: (thing: Thing) => string
  notFound: number
  /** How the thing is answered everywhere; compared after each command. */
  view?: (world: World, thing: Thing) => object
}>

type Command<Thing extends Kept, Own> = Readonly<{
  /** What is drawn for it. */
  own: fc.Arbitrary<Own>
  ask: (world: World, own: Own) => Asked
  /** Decides, and does it when no rule says no. */
  decide: (world: World, thing: Thing, own: Own & { by: string }) => No | Done
  /** Whether it could not even be read. */
  isMalformed?: (own: Own) => boolean
  /** The event that every success makes, if one does. */
  event?: string
  weight?: number
}>
export type Asked = Readonly<{ method: Question['method']; path: string; body?: object }>

/** Something that somebody does to one thing of a kind: what is drawn, asked and foretold of every command. */
export function commanding<Thing extends Kept>(kind: Kind<Thing>) {
  return <Own>(command: Command<Thing, Own>) => {
    const { own, ask, weight = 3 } = command
    const args = fc.record({
      nth,
      who,
      own,
      seen: fc.constantFrom<Seen>('unsaid', 'unsaid', 'unsaid', 'present', 'stale'),
      twice: fc.constantFrom(false, false, false, true),
    })
    const steps = action({
      args,
      weight,
      when: (world) => kind.all(world).length > 0,
      play(world, drawn) {
        const thing = nthOf(kind.all(world), drawn.nth)
        const { path, ...question } = ask(world, drawn.own)
        const url = kind.url(thing)
        const headers = ifMatch(thing, drawn.seen)
        const outcome = decided(world, thing, { kind, command, ...drawn })
        const view = kind.view?.(world, thing)
        const { learn, ...foretold } = foretell(outcome)
        return async (real) => {
          const asked = { who: drawn.who, url: `${url}${path}`, headers, ...question }
          const answer = await asks(real, asked, { ...foretold, twice: drawn.twice })
          await learn?.(answer, real)
          if (view !== undefined) {
            await asks(real, { who: 'admin', method: 'GET', url }, { status: 200, body: view })
          }
        }
      },
    })
    return { steps, event: command.event, orders: own.map((drawn) => order(kind, command, drawn)) }
  }
}

/** A command as it is given without a model beside it: whose answer it is, nobody can foretell. */
export type Order = Readonly<{
  event: string | undefined
  question: (world: World, nth: number) => Omit<Question, 'who'> | undefined
  [fc.toStringMethod]: () => string
}>

function order<Thing extends Kept, Own>(
  kind: Kind<Thing>,
  { ask, event }: Command<Thing, Own>,
  own: Own,
): Order {
  return {
    event,
    [fc.toStringMethod]: () => inShort(own),
    question(world, which) {
      const things = kind.all(world)
      if (things.length === 0) return undefined
      const { path, ...question } = ask(world, own)
      return { ...question, url: `${kind.url(nthOf(things, which))}${path}` }
    },
  }
}

/** Learns the id of a new thing from its answer. */
export function idFor(thing: { id: number }) {
  return (answer: Answer) => {
    thing.id = Number(answer['id'])
  }
}

type Seen = 'unsaid' | 'present' | 'stale'
type Drawn<Own> = { who: Who; own: Own; seen: Seen }
type Deciding<Thing extends Kept, Own> = Drawn<Own> & {
  kind: Kind<Thing>
  command: Command<Thing, Own>
}

/** The answer, in the order in which rules are asked (SPEC.md, Errors). */
function decided<Thing extends Kept, Own>(
  world: World,
  thing: Thing,
  { kind, command, who: caller, own, seen }: Deciding<Thing, Own>,
): No | Done {
  if (command.isMalformed?.(own) === true) return { code: 4301 }
  if (!sees(world, caller, thing)) return { code: kind.notFound }
  if (seen === 'stale') return { code: 4201, told: { version: thing.version } }
  return command.decide(world, thing, { ...own, by: world.callers[caller].by })
}

function ifMatch({ version }: Kept, seen: Seen): Record<string, string> {
  if (seen === 'unsaid') return {}
  return { 'if-match': `"${seen === 'stale' ? version - 1 : version}"` }
}

function foretell(outcome: No | Done): Foretold & Pick<Done, 'learn'> {
  if (!('code' in outcome)) return { status: 200, ...outcome }
  const { code, told = {} } = outcome
  return { status: STATUS[code] ?? (code > 4100 && code < 4200 ? 404 : 409), code, body: told }
}

const STATUS: Readonly<Record<number, number>> = { 4003: 422, 4004: 403, 4201: 412, 4301: 400 }
