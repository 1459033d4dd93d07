import { clearExpired } from '../../platform/auth/expired.ts'
import { forgetAnswers } from '../../platform/http/once.ts'
import { buryUnawaited } from '../inbound/dead-letters.ts'
import type { Support } from '../support.ts'

/** What is done because time passed. Each part may run again, and in several processes at once. */
export async function housekeeping({ sql, now }: Support): Promise<void> {
  await buryUnawaited(sql, now())
  await forgetAnswers(sql, now())
  await clearExpired(sql)
}
