import assert from 'node:assert/strict'
import type { Decision, DomainEvent, Refusal } from '../kernel/decision.ts'

/** Given what happened, when something is decided, then an event follows, a rule says no, or there is nothing to do. */
export function specification<State extends object, Event extends DomainEvent>(
  start: State,
  evolve: (state: State, event: Event) => State,
) {
  return function given(...history: Event[]) {
    const state = history.reduce((before, event) => evolve(before, event), start)

    return {
      when(decide: (state: State) => Decision<Event> | undefined) {
        const decision = decide(state)

        return {
          then(expected: Event, leaving: Partial<State> = {}) {
            assert.deepEqual(decision, expected)
            const next = evolve(state, expected)
            const left = Object.keys(leaving).map((field) => [field, Reflect.get(next, field)])
            assert.deepEqual(Object.fromEntries(left), leaving)
          },
          /** The facts of the case are compared when `details` are given. */
          thenRefused({ code }: Refusal, details?: Refusal['details']) {
            const expected = { refused: true, code, ...(details && { details }) }
            assert.partialDeepStrictEqual(decision, expected)
          },
          thenNothing() {
            assert.equal(decision, undefined)
          },
        }
      },
    }
  }
}
