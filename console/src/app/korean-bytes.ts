const SMS_BYTES = 90
/** The most that a carrier takes. */
export const MOST_BYTES = 2_000

export type Size =
  | Readonly<{ bytes: number; kind: 'SMS' | 'LMS' }>
  | Readonly<{ tooLong: number }>
  | Readonly<{ unencodable: string }>

/** A text's size as Korean carriers count it (CP949), while it is being typed; the server has the last word. */
export function sizeOf(text: string): Size {
  let bytes = 0
  for (const character of text.normalize('NFC')) {
    if (isOneByte(character)) bytes += 1
    else if (isHangul(character) || twoBytes().has(character)) bytes += 2
    else return { unencodable: character }
  }
  if (bytes > MOST_BYTES) return { tooLong: bytes }
  return { bytes, kind: bytes <= SMS_BYTES ? 'SMS' : 'LMS' }
}

function isOneByte(character: string): boolean {
  return (character >= ' ' && character <= '~') || '\t\n\r'.includes(character)
}

/** Every syllable, whichever part of CP949 a decoder knows. */
function isHangul(character: string): boolean {
  return character >= '가' && character <= '힣'
}

let known: ReadonlySet<string> | undefined

/** What CP949 writes with two bytes, as the browser itself reads them; not every decoder knows the two newest signs. */
function twoBytes(): ReadonlySet<string> {
  known ??= new Set([...readAll(), '€', '®'])
  return known
}

/** No character, or one of private use. */
const NOTHING = /[\ufffd\ue000-\uf8ff]/

function* readAll() {
  const decoder = new TextDecoder('euc-kr')
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x41; second <= 0xfe; second += 1) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if (character.length === 1 && !NOTHING.test(character)) yield character
    }
  }
}
