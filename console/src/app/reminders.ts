import type { OperatorId, OutboundRow } from '../api/types.ts'

const EARLY = 5 * 60_000
/** Who was on the phone at the agreed time is still reminded afterwards. */
const LATE = 10 * 60_000

type Agreed = OutboundRow & Readonly<{ contactAt: string }>
type Reminding = Readonly<{ now: number; me: OperatorId; seen: readonly string[] }>

/** Whom to call in a moment, soonest first: nobody whom a colleague is calling, and each agreed time only until it was seen. */
export function remindersIn(
  calls: readonly OutboundRow[],
  { now, me, seen }: Reminding,
): readonly Agreed[] {
  return calls
    .filter((call): call is Agreed => call.contactAt !== null)
    .filter(({ claimedBy }) => claimedBy === null || claimedBy === me)
    .filter((call) => !seen.includes(agreementOf(call)))
    .filter(({ contactAt }) => isBetween(Date.parse(contactAt) - now, -LATE, EARLY))
    .toSorted((one, other) => Date.parse(one.contactAt) - Date.parse(other.contactAt))
}

/** One agreed time of one call. */
export function agreementOf({ id, contactAt }: OutboundRow): string {
  return `${id} ${contactAt}`
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}
