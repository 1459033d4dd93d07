/** What a person wrote, as it is kept: trimmed and in one Unicode form (NFC), whichever keyboard it came from. */
export function asWritten(text: string): string {
  return text.normalize('NFC').trim()
}

/** One character that can be seen, as a regular expression says it: no blank, no zero width, no filler. */
export const SEEN = String.raw`[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]`

const SEEN_IN = new RegExp(SEEN, 'u')

/** What a person may leave out, as it is kept: a text in which nothing can be seen is nothing. */
export function ifWritten(text: string | undefined): string | undefined {
  return text !== undefined && SEEN_IN.test(text) ? asWritten(text) : undefined
}

/** How long a person would say it is: in code points, so that neither a rare syllable nor an emoji counts twice. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}
