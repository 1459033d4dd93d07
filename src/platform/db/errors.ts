/** Codes of errors that say "not now" rather than "wrong": connection lost, shutting down, too many, too slow. */
const OUTAGE =
  /^(08...|57P0[1-5]|53...|57014|55P03|40001|40P01|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/

/** Whether the database could not be asked, so that asking again later may do. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, message } = error as Error & { code?: unknown }
  return (typeof code === 'string' && OUTAGE.test(code)) || WORDS.test(message)
}

/** Whether the database gave this transaction up because it and another waited for each other. */
export function isDeadlock(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
  )
}

/** Whether the database refused a row because of that constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint
}
