import type { Plan } from '../../api/administration.ts'

/** The last day of a cycle that a call may be planned for. */
export const LAST_DAY = 1_000
/** How many days a cycle usually has. */
export const USUAL_DAYS = 42

type Day = Readonly<{ sequence: number; dayIndex: number }>

/** Whether a field holds a whole number that the plan takes. */
export function isDay(typed: number | string): typed is number {
  return isWhole(typed) && typed <= LAST_DAY
}

export function isWhole(typed: number | string): typed is number {
  return typeof typed === 'number' && Number.isInteger(typed) && typed >= 1
}

/** What is unusual about a call of the plan, though it may be meant. */
export function unusualIn(
  { sequence, dayIndex }: Day,
  plans: readonly Plan[],
): 'beyond' | 'notLater' | undefined {
  const before = plans.filter((plan) => plan.isActive && plan.sequence < sequence)
  if (before.some((plan) => plan.dayIndex >= dayIndex)) return 'notLater'
  return dayIndex > USUAL_DAYS ? 'beyond' : undefined
}
