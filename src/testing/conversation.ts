import assert from 'node:assert/strict'
import { startCycle, type Service } from './api.ts'
import { operatorOf, saidOf } from './asking.ts'

type Whose = { userId: string; userCycleId: string }
type Requested = { requestId: string }
type User = {
  site: { siteId: string } | null
  md: { mdId: string } | null
  pendingChanges: object[]
}

/** What Hana and the system that owns the profile say to each other about a user's site and doctor. */
export async function conversationOn(service: Service) {
  const hana = await operatorOf(service)

  /** Somebody new of the hospital in Seoul, on the second day of their cycle. */
  async function somebody(given: Record<string, unknown> = {}) {
    service.at('2026-01-05T10:00')
    const whose = await startCycle(service, given)
    service.at('2026-01-06T10:00')
    return whose
  }

  async function asked({ userId }: Whose, what: 'site' | 'md', body: object) {
    const reply = await hana.call<Requested>('PUT', `/v1/users/${userId}/${what}`, body)
    assert.equal(reply.status, 202)
    return reply.body.requestId
  }

  async function askedForNoMd({ userId }: Whose) {
    const reply = await hana.call<Requested>('DELETE', `/v1/users/${userId}/md`)
    assert.equal(reply.status, 202)
    return reply.body.requestId
  }

  async function answered(type: string, data: object, envelope: object = {}) {
    const { body } = await service.tell(type, data, envelope)
    assert.deepEqual(body, { accepted: 1, duplicates: 0, rejected: [] })
  }

  async function profileOf({ userId }: Whose) {
    const { body } = await hana.call<User>('GET', `/v1/users/${userId}`)
    const { site, md, pendingChanges } = body
    return { site: site?.siteId ?? null, md: md?.mdId ?? null, pending: pendingChanges }
  }

  /** A request of hers as the profile shows it. */
  function pending(requestId: string, kind: string, to: string | null) {
    const requestedAt = '2026-01-06T01:00:00.000Z'
    return { requestId, kind, to, requestedBy: hana.by, requestedAt }
  }

  /** What the timeline keeps of the conversation, step by step. */
  async function stepsOf(whose: Whose, type: string) {
    return (await saidOf(service, whose, type)).map(({ meta }) => meta)
  }

  return { hana, somebody, asked, askedForNoMd, answered, profileOf, pending, stepsOf }
}
