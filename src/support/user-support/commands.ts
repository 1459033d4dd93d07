import { randomUUID } from 'node:crypto'
import type { Refusal } from '../../kernel/decision.ts'
import type { MdId, SiteId, UserId } from '../../kernel/values.ts'
import { atomically, type Sql } from '../../platform/db/db.ts'
import { change, type Seen } from '../../platform/change.ts'
import { actOf, type Support } from '../support.ts'
import { suggestMd, suggestSite, userSupports } from './repository.ts'
import * as userSupport from './user-support.ts'

type Named = Readonly<{ name?: string | undefined }>

/** Asks for another site: the request goes out, and is pending until the Site context answers. */
export function requestSiteUpdate(
  support: Support,
  { siteId, name, ...user }: Seen<UserId> & Named & { siteId: SiteId },
) {
  return request(support, user, {
    prepare: (sql) => suggestSite(sql, { id: siteId, name }),
    decide: (present, requestId, act) =>
      userSupport.requestSiteUpdate(present, { siteId, requestId }, act),
  })
}

/** Asks for another doctor. */
export function requestMdUpdate(
  support: Support,
  { mdId, name, ...user }: Seen<UserId> & Named & { mdId: MdId },
) {
  return request(support, user, {
    prepare: (sql) => suggestMd(sql, { id: mdId, name }),
    decide: (present, requestId, act) =>
      userSupport.requestMdUpdate(present, { mdId, requestId }, act),
  })
}

/** Asks that the user have no doctor any more. */
export function requestMdDelete(support: Support, user: Seen<UserId>) {
  return request(support, user, {
    prepare: async () => {},
    decide: (present, requestId, act) => userSupport.requestMdDelete(present, { requestId }, act),
  })
}

type Asking = Readonly<{
  prepare: (sql: Sql) => Promise<void>
  decide: (
    user: userSupport.UserSupport,
    requestId: string,
    act: ReturnType<typeof actOf>,
  ) => userSupport.UserSupportEvent
}>

function request(
  support: Support,
  user: Seen<UserId>,
  { prepare, decide }: Asking,
): Promise<userSupport.UserSupport | Refusal> {
  const requestId = randomUUID()
  return atomically(support.sql, async (sql) => {
    await prepare(sql)
    return await change({ ...support, sql }, userSupports, {
      ...user,
      decide: (present) => decide(present, requestId, actOf(support)),
    })
  })
}
