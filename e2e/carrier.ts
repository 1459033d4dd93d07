import { openWebhookStandIn, WEBHOOK_SECRET } from '../src/testing/stand-ins/webhook.ts'
import { openWorld, test as base } from './world.ts'

export type Carrier = Awaited<ReturnType<typeof openWebhookStandIn>>

/** A test on a server whose carrier can be told to refuse, and which masks names and numbers from managers. */
export const test = base.extend<object, { carrier: Carrier }>({
  carrier: [
    async ({ browserName: _ }, use) => {
      const carrier = await openWebhookStandIn()
      await use(carrier)
      await carrier.close()
    },
    { scope: 'worker' },
  ],
  world: [
    async ({ carrier }, use) => {
      const world = await openWorld({
        ANBU_CARRIER: 'webhook',
        ANBU_WEBHOOK_CARRIER_URL: carrier.url,
        ANBU_WEBHOOK_CARRIER_SECRET: WEBHOOK_SECRET,
        ANBU_MASKED_ROLES: 'MANAGER',
      })
      await use(world)
      await world.close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

/** Lets the carrier refuse the next message. */
export async function refuseNext(carrier: Carrier) {
  await carrier.control({ faults: [{ do: 'ANSWER', status: 422, body: { reason: 'BLOCKED' } }] })
}
