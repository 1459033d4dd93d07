import type { Act, MdId, SiteId, UserCycleId, UserId } from '../kernel/values.ts'
import type {
  UserMdDeleteRequested,
  UserMdUpdateRequested,
  UserSiteUpdateRequested,
  UserSupport,
} from '../support/user-support/user-support.ts'
import { evolve } from '../support/user-support/user-support.ts'
import { actOf, day, seoul } from './outbound.ts'
import { specification } from './specification.ts'

export const site = (name: string) => name as SiteId
export const md = (name: string) => name as MdId

export const hana = actOf('hana', seoul('2026-04-12T10:00'))
export const minjun = actOf('minjun', seoul('2026-04-12T11:00'))
export const system = actOf('SYSTEM', seoul('2026-04-12T12:00'))

/** By the other system's clock. */
export const earlier = seoul('2026-04-12T11:50')
export const later = seoul('2026-04-12T11:55')

/** A user of the hospital in Seoul, with a doctor, in a cycle that began on 6 April 2026. */
export const user: UserSupport = {
  userId: 'user-1' as UserId,
  person: { name: '홍길동', phone: '+821012345678' },
  siteId: site('seoul'),
  mdId: md('md-lee'),
  wantsCalls: true,
  wantsMessages: true,
  pendingChanges: [],
  profileTime: null,
  siteTime: null,
  mdTime: null,
  preferenceTime: null,
  version: 1,
  createdAt: seoul('2026-04-06T09:00'),
  updatedAt: seoul('2026-04-06T09:00'),
  userCycleId: 'cycle-1' as UserCycleId,
  startDate: day('2026-04-06'),
}
export const about = { userId: user.userId, userCycleId: user.userCycleId }

export const given = specification(user, evolve)

export function askedForSite(requestId: string, to: string, act = hana): UserSiteUpdateRequested {
  const data = { ...about, requestId, from: site('seoul'), to: site(to) }
  return { type: 'UserSiteUpdateRequested', data, act }
}

export function askedForMd(requestId: string, to: string, act = hana): UserMdUpdateRequested {
  const data = { ...about, requestId, from: md('md-lee'), to: md(to) }
  return { type: 'UserMdUpdateRequested', data, act }
}

export function askedForNoMd(requestId: string, act = hana): UserMdDeleteRequested {
  const data = { ...about, requestId, from: md('md-lee') }
  return { type: 'UserMdDeleteRequested', data, act }
}

/** What a request leaves pending. */
export function pending(
  { data, act }: { data: { requestId: string; to?: string }; act: Act },
  kind: 'SITE' | 'MD' | 'MD_DELETE',
) {
  const { requestId, to = null } = data
  return { requestId, kind, to, requestedBy: act.by, requestedAt: act.at }
}
