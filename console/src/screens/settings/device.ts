/** Later names win where a browser also says the earlier ones. */
const BROWSERS = [
  ['Safari/', 'Safari'],
  ['Chrome/', 'Chrome'],
  ['Firefox/', 'Firefox'],
  ['Edg/', 'Edge'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Whale/', 'Whale'],
  ['OPR/', 'Opera'],
] as const
const SYSTEMS = [
  ['Linux', 'Linux'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Android', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['iPad', 'iPad'],
  ['iPhone', 'iPhone'],
] as const

/** What a browser calls itself, in short: `Chrome, Windows`; undefined where it says nothing that we know. */
export function deviceOf(userAgent: string): string | undefined {
  const found = [BROWSERS, SYSTEMS].map(
    (names) => names.findLast(([sign]) => userAgent.includes(sign))?.[1],
  )
  const known = found.filter((name) => name !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}
