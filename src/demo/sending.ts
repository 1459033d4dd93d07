import { plusMinutes } from '../kernel/calendar.ts'
import type { Carrier } from '../platform/gateways/carrier.ts'
import { openDevelopment } from '../platform/gateways/development.ts'
import type { Support } from '../support/support.ts'
import { Sender } from '../support/user-support-message/sender.ts'
import type { Present } from './present.ts'

/** For how many minutes the demo's carrier has been away, so that there is something that waits for it. */
export const AWAY = 32

const UNWATCHED = { tried: () => {}, ended: () => {}, failed: () => {} }

/** Sends what is due by the sender of real use and the development carrier, which was there until {@link AWAY}. */
export async function sendDue(support: Support, { now }: Present): Promise<void> {
  const { sql, now: clock } = support
  const carrier = openDevelopment({ sql, now: clock })
  const isAway = clock() >= plusMinutes(now, -AWAY)
  await new Sender(support, isAway ? away(carrier) : carrier, UNWATCHED).drain()
}

const UNREACHABLE = { outcome: 'UNREACHABLE', reason: 'no connection' } as const

function away(carrier: Carrier): Carrier {
  return { ...carrier, send: () => Promise.resolve(UNREACHABLE) }
}
