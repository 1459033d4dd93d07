import { stringify } from 'csv-stringify'
import { pipeline, Readable } from 'node:stream'
import type { UserRow } from '../views/contract.ts'

/** The columns of the file, and what of a user stands in them. */
const COLUMNS: Readonly<Record<string, (user: UserRow) => string | number | null | undefined>> = {
  userId: ({ userId }) => userId,
  name: ({ name }) => name,
  phone: ({ phone }) => phone,
  siteId: ({ site }) => site?.siteId,
  siteName: ({ site }) => site?.name,
  mdId: ({ md }) => md?.mdId,
  mdName: ({ md }) => md?.name,
  userCycleId: ({ cycle }) => cycle?.userCycleId,
  startDate: ({ cycle }) => cycle?.startDate,
  lengthDays: ({ cycle }) => cycle?.lengthDays,
  cycleState: ({ cycle }) => cycle?.state,
  day: ({ cycle }) => cycle?.day,
  outbounds: ({ outbounds }) =>
    outbounds.map(({ sequence, status }) => `${sequence} ${status}`).join(', '),
  nextDueDate: ({ upcomingOutbound }) => upcomingOutbound?.dueDate,
  nextContactAt: ({ upcomingOutbound }) => upcomingOutbound?.contactAt,
  openIssues: ({ openIssues }) => openIssues,
  lastMemo: ({ lastMemo }) => lastMemo?.memo,
  lastMemoBy: ({ lastMemo }) => lastMemo?.createdBy,
  lastMemoAt: ({ lastMemo }) => lastMemo?.createdAt,
  lastContactAt: ({ lastContactAt }) => lastContactAt,
}

/**
 * The users as a file that Excel opens with Korean intact, row by row as they come. A cell that a spreadsheet would
 * take for a formula is made text.
 */
export function csvOf(users: AsyncIterable<UserRow>) {
  const file = stringify({
    bom: true,
    header: true,
    columns: Object.keys(COLUMNS),
    record_delimiter: 'windows',
    quote_record_delimiter: true,
    escape_formulas: true,
  })
  // Whoever reads the file learns of an error; whoever stops reading it ends the search for more.
  return pipeline(Readable.from(rowsOf(users)), file, () => {})
}

async function* rowsOf(users: AsyncIterable<UserRow>) {
  for await (const user of users) yield Object.values(COLUMNS).map((cell) => cell(user))
}
