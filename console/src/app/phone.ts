/**
 * A number in E.164 as people here write it: `010-1234-5678`, `02-123-4567`; masked digits stay masked. Numbers of other
 * countries stay as they are. The server has checked them; a numbering library would weigh more than the whole screen.
 */
export function sayPhone(phone: string): string {
  const national = /^\+82(?<rest>[\d*]{8,11})$/.exec(phone)?.groups?.['rest']
  if (national === undefined) return phone
  const digits = `0${national}`
  const area = digits.startsWith('02') ? 2 : digits.startsWith('050') ? 4 : 3
  const last = digits.length - 4
  return [digits.slice(0, area), digits.slice(area, last), digits.slice(last)].join('-')
}
