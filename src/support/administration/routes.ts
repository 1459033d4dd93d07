import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { toInstant } from '../../kernel/calendar.ts'
import { isRefusal } from '../../kernel/decision.ts'
import { createToken, listTokens, revokeToken } from '../../platform/auth/tokens.ts'
import type { Clock } from '../../platform/clock.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { answer, invalid, problem, UNAUTHORIZED_ACTION } from '../../platform/http/problem.ts'
import { answers, ShortPage } from '../../platform/http/schema.ts'
import { handsOut } from '../sites.ts'
import { readSwitches, setSwitches } from '../policies/switches.ts'
import * as contract from './contract.ts'
import { meOf, type Place } from './me.ts'

const OVER_ALREADY = invalid({ in: 'body', field: 'expiresAt', message: 'must lie ahead' })

/** Who one is. */
export function meRoutes(place: Place): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/v1/me', { schema: answers(200, contract.Me, 'Who am I') }, ({ caller }) =>
      meOf(caller, place),
    )
  }
}

/** The tokens by which programs and people come in. `forget` is called when one has been revoked, before that is said. */
export function tokenRoutes(forget: () => void): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/v1/tokens',
      { schema: { querystring: ShortPage, ...answers(200, contract.Tokens, 'Tokens in use') } },
      async ({ support: { sql, sites }, query }, reply) => {
        const items = (await listTokens(sql)).filter((token) => handsOut(sites, token.sites))
        return answer(reply, pageOf(items, query))
      },
    )

    app.post(
      '/v1/tokens',
      {
        config: { secrets: ['token'] },
        schema: {
          body: contract.NewToken,
          ...answers(201, contract.MadeToken, 'Makes a token, shown once'),
        },
      },
      async ({ support, body }, reply) => {
        const { by, now, sql } = support
        if (!handsOut(support.sites, body.sites ?? null)) return problem(reply, UNAUTHORIZED_ACTION)
        const made = await createToken(sql, { ...body, sites: body.sites ?? null, by, at: now() })
        void reply.code(201)
        return made ?? problem(reply, OVER_ALREADY)
      },
    )

    app.delete(
      '/v1/tokens/:id',
      {
        onSend: async () => forget(),
        schema: {
          params: contract.IdParams,
          ...answers(200, contract.IdParams, 'Ends a token at once'),
        },
      },
      async ({ support, params }, reply) => {
        const { sql, sites, now } = support
        const token = (await listTokens(sql)).find(({ id }) => id === params.id)
        if (token !== undefined && !handsOut(sites, token.sites)) {
          return problem(reply, UNAUTHORIZED_ACTION)
        }
        return answer(reply, await revokeToken(sql, { id: params.id, at: now() }))
      },
    )
  }
}

/** What the whole system may do: the kill switch of texts. */
export const switchRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/v1/switches',
    { schema: answers(200, contract.SwitchesView, 'What the whole system may do') },
    ({ support }) => readSwitches(support),
  )

  app.get(
    '/v1/message-sending',
    { schema: answers(200, contract.MessageSending, 'Whether texts leave at all') },
    async ({ support }): Promise<contract.MessageSending> => {
      const { messages } = await readSwitches(support)
      return { isOn: messages }
    },
  )

  app.put(
    '/v1/switches',
    {
      schema: {
        body: contract.SwitchesView,
        ...answers(200, contract.SwitchesView, 'Stops all texts, or lets them go again'),
      },
    },
    async ({ support, body }, reply) =>
      handsOut(support.sites, null)
        ? await setSwitches(support, body)
        : problem(reply, UNAUTHORIZED_ACTION),
  )
}

/**
 * The clock of a test run. `settle` does everything that became due before the answer is sent; it also calls others, so
 * it waits until the transaction is over that an Idempotency-Key gives the request.
 */
export function testClockRoutes(
  clock: Clock,
  settle: () => Promise<void>,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/v1/test-clock',
      { schema: answers(200, contract.ClockReading, 'What time it is') },
      () => ({ now: clock.now() }),
    )

    app.put(
      '/v1/test-clock',
      {
        onSend: async (_request, { statusCode }) => {
          if (statusCode < 300) await settle()
        },
        schema: {
          body: contract.ClockSetting,
          ...answers(200, contract.ClockReading, 'Sets the time, or moves it forward'),
        },
      },
      async ({ body }, reply) => {
        const now = 'now' in body ? toInstant(Date.parse(body.now)) : later(clock, body.advance)
        if (isRefusal(now)) return problem(reply, now)
        clock.set(now)
        return { now }
      },
    )
  }
}

/** The clock's time plus an ISO 8601 duration; days are of 24 hours, as they are in the programme's zone. */
function later(clock: Clock, advance: string) {
  try {
    const now = Temporal.Instant.from(clock.now()).toZonedDateTimeISO('UTC')
    const moved = now.add(Temporal.Duration.from(advance))
    if (moved.year < 1900 || moved.year > 2999 || advance.startsWith('-')) return NOT_A_DURATION
    return toInstant(moved.epochMilliseconds)
  } catch {
    return NOT_A_DURATION
  }
}

const NOT_A_DURATION = invalid({
  in: 'body',
  field: 'advance',
  message: 'must be an ISO 8601 duration forward, such as P1D or PT90M',
})
