import iconv from 'iconv-lite'

const SMS_BYTES = 90
const LMS_BYTES = 2_000
/** What the encoder writes for a character that it does not have; no other one contains that byte. */
const QUESTION_MARK = 0x3f
/** Line breaks and tabs reach a phone; the other control characters are refused by carriers. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/**
 * A text's size as Korean carriers count it (CP949: one byte for Latin, two for Hangul), in the one Unicode form in which
 * texts are kept (NFC); or its first character that cannot reach a phone.
 */
export function countBytes(text: string): Readonly<{ bytes: number } | { unencodable: string }> {
  const composed = text.normalize('NFC')
  if (encodes(composed)) return { bytes: encode(composed).length }
  const unencodable = Array.from(composed).find((character) => !encodes(character))
  return { unencodable: unencodable ?? composed }
}

/** A text's size and what it is sent as, or what is wrong with it so that no carrier could carry it. */
export function sizeOf(
  text: string,
): Readonly<{ bytes: number; kind: 'SMS' | 'LMS' } | { wrong: string }> {
  const counted = countBytes(text)
  if ('unencodable' in counted) {
    return { wrong: `has a character that a phone may not show: ${counted.unencodable}` }
  }
  const { bytes } = counted
  const kind = kindOf(bytes)
  return kind === undefined
    ? { wrong: `is ${bytes} bytes long; ${LMS_BYTES} is the most` }
    : { bytes, kind }
}

/** What a text of that size is sent as; undefined when it is too long for either. */
export function kindOf(bytes: number): 'SMS' | 'LMS' | undefined {
  if (bytes <= SMS_BYTES) return 'SMS'
  return bytes <= LMS_BYTES ? 'LMS' : undefined
}

function encodes(text: string): boolean {
  const marks = encode(text).filter((byte) => byte === QUESTION_MARK).length
  return marks === text.split('?').length - 1 && !CONTROL.test(text)
}

function encode(text: string): Buffer {
  return iconv.encode(text, 'cp949')
}
