import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** The number in E.164 (`+821012345678`) from any usual form; undefined when it cannot be a phone number. */
export function toE164(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text.normalize('NFKC'), 'KR')
  return number?.isPossible() === true ? number.number : undefined
}
