/** What a person wrote, as it is kept: trimmed and in one Unicode form (NFC), whichever keyboard it came from. */
export function asWritten(text: string): string {
  return text.normalize('NFC').trim()
}

/** What a person may leave out, as it is kept: nothing but blanks is nothing. */
export function ifWritten(text: string | undefined): string | undefined {
  return asWritten(text ?? '') || undefined
}

/** How long a person would say it is: in code points, so that neither a rare syllable nor an emoji counts twice. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}
