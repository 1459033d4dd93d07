import type { Instant } from '../../kernel/values.ts'
import { run, type Sql } from '../db/db.ts'
import { isOutage } from '../db/errors.ts'
import type { Carrier, Parcel } from './carrier.ts'

type Means = Readonly<{ sql: Sql; now: () => Instant }>

type Delivery = Readonly<{ deliveredAt: Instant }>

/**
 * The carrier of a system that has none: it delivers into the database, once by key and at once, so that everything
 * can be seen without a phone. It must be asked outside a transaction, as every carrier.
 */
export function openDevelopment({ sql, now }: Means): Carrier {
  return {
    name: 'development',
    async send(parcel) {
      try {
        await deliver(sql, parcel, now())
        return { outcome: 'ACCEPTED', id: parcel.key }
      } catch (error) {
        if (isOutage(error)) return { outcome: 'UNCERTAIN', reason: 'no answer: the database' }
        throw error
      }
    },
    async find(key) {
      const delivery = await deliveryOf(sql, key)
      return delivery === undefined ? { outcome: 'UNKNOWN' } : { outcome: 'ACCEPTED', id: key }
    },
    async report(key) {
      const delivery = await deliveryOf(sql, key)
      return delivery && { key, at: delivery.deliveredAt, undeliveredReason: null }
    },
    close: async () => {},
  }
}

/** The row carries the user of the message that has this key, since a carrier is told of phones, not of users. */
async function deliver(sql: Sql, { key, to, text, kind }: Parcel, at: Instant) {
  await run(
    sql,
    `insert into private.development_delivery (key, user_id, recipient, text, kind, delivered_at)
     values ($1, (select user_id from support.message_attempt where key = $1 limit 1), $2, $3, $4, $5)
     on conflict (key) do nothing`,
    [key, to, text, kind, at],
  )
}

async function deliveryOf(sql: Sql, key: string): Promise<Delivery | undefined> {
  const [delivery] = await run<Delivery>(
    sql,
    `select delivered_at as "deliveredAt" from private.development_delivery where key = $1`,
    [key],
  )
  return delivery
}
