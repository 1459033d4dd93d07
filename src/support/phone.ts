import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js'

/** The number in E.164 (`+821012345678`) from any usual form; undefined when it cannot be a phone number. */
export function toE164(text: string): string | undefined {
  // As it is dialled from most other countries.
  const written = text.normalize('NFKC').replace(/^\s*00\s*(?=82)/, '+')
  const number = parsePhoneNumberFromString(written, 'KR')
  if (number?.isPossible() !== true || isUnfinished(number)) return undefined
  return number.number
}

/** Of a Korean number that is too short the 0 stays that is dialled at home, and has no place behind +82. */
function isUnfinished({ countryCallingCode, nationalNumber }: PhoneNumber): boolean {
  return countryCallingCode === '82' && nationalNumber.startsWith('0')
}
