import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { UserRow } from '../support/views/contract.ts'
import { callsOf, startCycle, type Call, type Service } from './api.ts'

export type UserPage = { items: UserRow[]; nextCursor: string | null }
type Given = Record<string, unknown>

/** Makes hospitals that no other test knows: how somebody begins a cycle there, and how people there are found. */
export function hospitalsOf(service: Service) {
  return () => hospitalOf(service)
}

function hospitalOf(service: Service) {
  const siteId = `site-${randomUUID().slice(0, 8)}`
  return {
    siteId,
    async somebody(name: string, given: Given = {}) {
      const { phone = '010-1111-2222', ...rest } = given
      const site = { siteId, name: '서울병원' }
      const { userId, userCycleId } = await startCycle(service, {
        user: { name, phone },
        site,
        ...rest,
      })
      return { userId, userCycleId, calls: await callsOf(service, userCycleId) }
    },
    /** The names that a search finds there, in its order, however few it is asked for at a time. */
    async find(filters: Given, call: Call = service.admin) {
      const names: string[] = []
      for (let cursor = {}; ;) {
        const { status, body } = await call<UserPage>('POST', '/v1/users/search', {
          siteId,
          ...filters,
          ...cursor,
        })
        assert.equal(status, 200)
        names.push(...body.items.map(({ name }) => name))
        if (body.nextCursor === null) return names
        cursor = { cursor: body.nextCursor }
      }
    },
  }
}
