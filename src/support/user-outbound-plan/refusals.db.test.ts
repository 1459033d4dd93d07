import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import {
  callOn,
  callsOf,
  command,
  logsOf,
  publishedAbout,
  serviceOn,
  type OutboundInTests,
  type Reply,
} from '../../testing/api.ts'
import { operatorOf, refusalIn, wrongFieldsIn } from '../../testing/asking.ts'
import { onEachDatabase } from '../../testing/databases.ts'

const TOMORROW = { scheduleAt: '2026-01-06T01:00:00Z' }

const INVALID = '409 4001 INVALID_CALL_STATUS'
const COMPLETED = '409 4002 CALL_ALREADY_COMPLETED'
const NO_SCHEDULE = '409 4007 CONTACT_SCHEDULE_RECORD_FAILED'

/** What each command is told of a call in each state; null where it is allowed. */
const REFUSALS = {
  complete: { open: null, agreed: null, completed: COMPLETED, skipped: INVALID, ended: INVALID },
  skip: { open: null, agreed: null, completed: COMPLETED, skipped: INVALID, ended: INVALID },
  withdraw: { open: INVALID, agreed: INVALID, completed: null, skipped: null, ended: INVALID },
  schedule: {
    open: null,
    agreed: null,
    completed: NO_SCHEDULE,
    skipped: NO_SCHEDULE,
    ended: NO_SCHEDULE,
  },
  cancel: {
    open: NO_SCHEDULE,
    agreed: null,
    completed: NO_SCHEDULE,
    skipped: NO_SCHEDULE,
    ended: NO_SCHEDULE,
  },
} as const

type Command = keyof typeof REFUSALS
type State = keyof (typeof REFUSALS)[Command]

const COMMANDS = Object.keys(REFUSALS) as Command[]
const BODIES: Partial<Record<Command, object>> = { skip: { reason: 'OTHER' }, schedule: TOMORROW }

await onEachDatabase(async (open) => {
  const service = await serviceOn(await open())
  const { tell } = service
  const { call: hana, by } = await operatorOf(service)
  afterEach(() => service.at('2026-01-05T10:00'))

  /** A call that has come into that state. */
  const MAKE: Record<State, (call: OutboundInTests) => Promise<unknown>> = {
    open: async () => {},
    agreed: (call) => command(hana, call, 'schedule', { scheduleAt: '2026-01-07T01:00:00Z' }),
    completed: (call) => command(hana, call, 'complete'),
    skipped: (call) => command(hana, call, 'skip', { reason: 'REFUSED' }),
    ended: ({ userId, userCycleId }) =>
      tell('UserCycleEnded', { userId, userCycleId, reason: 'over' }),
  }

  async function aCall(state: State) {
    const call = await callOn(service, '2026-01-05')
    await MAKE[state](call)
    return call
  }

  const order = (name: Command, { id }: { id: number }, headers: Record<string, string> = {}) =>
    hana<Refused>(
      name === 'cancel' ? 'DELETE' : name === 'schedule' ? 'PUT' : 'POST',
      `/v1/outbounds/${id}/${name === 'cancel' ? 'schedule' : name}`,
      BODIES[name],
      headers,
    )

  /** A refusal leaves everything as it was. */
  async function unchangedBy<Result>(
    { userId, userCycleId }: OutboundInTests,
    work: () => Promise<Result>,
  ) {
    const everything = async () => [
      await callsOf(service, userCycleId),
      await logsOf(service, userId),
      await publishedAbout(service, userCycleId),
    ]
    const before = await everything()
    const result = await work()
    assert.deepEqual(await everything(), before)
    return result
  }

  for (const name of COMMANDS) {
    describe(name, () => {
      for (const [state, refusal] of Object.entries(REFUSALS[name]) as [State, string | null][]) {
        const title = refusal === null ? 'is allowed' : `is refused with ${refusal}`
        test(`of a call that is ${state} ${title}`, async () => {
          const call = await aCall(state)

          if (refusal === null) return assert.equal((await order(name, call)).status, 200)
          const reply = await unchangedBy(call, () => order(name, call))

          assert.equal(refusalIn(reply), refusal)
        })
      }

      test('of a call that is not there is refused', async () => {
        assert.equal(
          refusalIn(await order(name, { id: 999_999_999 })),
          '404 4103 OUTBOUND_NOT_FOUND',
        )
      })

      test('of another version than was seen is refused, before its state is asked', async () => {
        for (const state of ['agreed', 'completed'] as const) {
          const call = await aCall(state)

          const reply = await unchangedBy(call, () => order(name, call, { 'if-match': '"1"' }))

          assert.equal(refusalIn(reply), '412 4201 VERSION_CONFLICT')
        }
      })

      test('of the version that was seen is decided', async () => {
        const [state] = Object.entries(REFUSALS[name]).find(([, refusal]) => refusal === null) ?? []
        const call = await aCall(state as State)
        const { headers } = await hana('GET', `/v1/outbounds/${call.id}`)

        const reply = await order(name, call, { 'if-match': String(headers['etag']) })

        assert.equal(reply.status, 200)
      })
    })
  }

  describe('whoever is late', () => {
    test('hears who completed the call and when', async () => {
      const call = await aCall('completed')
      service.at('2026-01-05T11:00')
      const resolved = { resolvedBy: by, resolvedAt: '2026-01-05T01:00:00.000Z' }

      assert.partialDeepStrictEqual((await order('complete', call)).body, resolved)
      assert.partialDeepStrictEqual((await order('skip', call)).body, resolved)
    })

    test('hears who skipped it and when', async () => {
      const call = await aCall('ended')

      assert.partialDeepStrictEqual((await order('complete', call)).body, {
        resolvedBy: 'SYSTEM',
        resolvedAt: '2026-01-05T01:00:00.000Z',
      })
    })
  })

  describe('a time', () => {
    test('in the past is not agreed', async () => {
      const call = await aCall('open')

      const reply = await unchangedBy(call, () =>
        command(hana, call, 'schedule', { scheduleAt: '2026-01-05T00:59:59.999Z' }),
      )

      assert.equal(refusalIn(reply), NO_SCHEDULE)
    })

    test('that is none is not well-formed', async () => {
      const call = await aCall('open')
      for (const scheduleAt of ['2026-01-06', '2026-01-06T10:00', 'tomorrow', 7, null, '']) {
        const reply = await unchangedBy(call, () => command(hana, call, 'schedule', { scheduleAt }))

        assert.deepEqual(wrongFieldsIn(reply), ['scheduleAt'])
      }
    })
  })

  describe('a reason for skipping', () => {
    test('that only the software gives is no person’s', async () => {
      const call = await aCall('open')
      for (const reason of ['CYCLE_ENDED', 'BEFORE_PLAN_FROM', 'refused', '', null]) {
        const reply = await unchangedBy(call, () => command(hana, call, 'skip', { reason }))

        assert.deepEqual(wrongFieldsIn(reply), ['reason'])
      }
    })

    test('has to be given', async () => {
      const call = await aCall('open')

      const reply = await unchangedBy(call, () => command(hana, call, 'skip'))

      assert.deepEqual(wrongFieldsIn(reply), ['reason'])
    })
  })

  test('a field that nobody knows is refused by every command', async () => {
    const call = await aCall('open')
    const tried: (() => Promise<Reply<unknown>>)[] = [
      () => command(hana, call, 'complete', { colour: 'blue' }),
      () => command(hana, call, 'skip', { reason: 'OTHER', colour: 'blue' }),
      () => command(hana, call, 'withdraw', { colour: 'blue' }),
      () => command(hana, call, 'schedule', { ...TOMORROW, colour: 'blue' }),
      () => command(hana, call, 'claim', { colour: 'blue' }),
      () => hana('DELETE', `/v1/outbounds/${call.id}/schedule`, { colour: 'blue' }),
      () => hana('DELETE', `/v1/outbounds/${call.id}/claim`, { colour: 'blue' }),
    ]
    for (const attempt of tried) {
      assert.deepEqual(wrongFieldsIn(await unchangedBy(call, attempt)), ['colour'])
    }
  })
})

type Refused = { code?: number; resolvedBy?: string; resolvedAt?: string }
