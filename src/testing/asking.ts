import assert from 'node:assert/strict'
import type { Role } from '../platform/auth/caller.ts'
import { logsOf, publishedAbout, type Reply, type Service } from './api.ts'

/** A person with a token of their own, and the name by which their acts are kept. */
export async function operatorOf(service: Service, role: Role = 'OPERATOR', sites?: string[]) {
  const call = await service.as(role, sites)
  const me = await call<{ operator: string }>('GET', '/v1/me')
  return { call, by: me.body.operator }
}

/** What a refusal says: its status, its number and its name. */
export function refusalIn({ status, body }: Reply<unknown>) {
  const { code, name } = body as { code: number; name: string }
  return `${status} ${code} ${name}`
}

/** The fields that were said to be wrong. */
export function wrongFieldsIn(reply: Reply<unknown>) {
  assert.equal(refusalIn(reply), '400 4301 VALIDATION_FAILED')
  return (reply.body as { errors: { field: string }[] }).errors.map(({ field }) => field)
}

type Whose = { userId: string; userCycleId: string }

/** What the user's timeline says of that type, oldest first, without ids and times. */
export async function saidOf(service: Service, { userId }: Whose, type: string) {
  const logs = await logsOf(service, userId)
  return logs
    .filter((log) => log.type === type)
    .map(({ meta, relationId, dayIndex, actor }) => ({ meta, relationId, dayIndex, actor }))
}

/** The payloads of that event that were published about the cycle, in order. */
export async function payloadsOf(service: Service, { userCycleId }: Whose, type: string) {
  const events = await publishedAbout(service, userCycleId)
  return events.filter((event) => event.type === type).map(({ data }) => data)
}

/** How many logs and published events there are, to see that nothing was added. */
export async function recordedAbout(service: Service, whose: Whose) {
  const logs = await logsOf(service, whose.userId)
  const events = await publishedAbout(service, whose.userCycleId)
  return { logs: logs.length, events: events.length }
}
