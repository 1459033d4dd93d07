import { disassemble, getChoseong } from 'es-hangul'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Person } from './user-support.ts'

/** Characters of a term that count; of a longer one only its beginning is compared. */
const LONGEST = 32

/**
 * Something that a user is found by. One whose beginning is what was typed is a hit; `starts` marks the whole name and
 * its initials, the only ones that a single character finds.
 */
export type SearchTerm = Readonly<{ term: string; starts: boolean }>

/** Every ending of the name, of its initial consonants and of the phone's digits: any part of them begins a term. */
export function termsOf({ name, phone }: Person): SearchTerm[] {
  const whole = normalised(name)
  const named = [whole, initialsOf(whole)].flatMap((text) =>
    endingsOf(text).map((term, place) => ({ term, starts: place === 0 })),
  )
  const dialled = numbersOf(phone).map((term) => ({ term, starts: false }))
  const terms = new Map<string, SearchTerm>()
  for (const found of [...named, ...dialled]) {
    if (terms.get(found.term)?.starts !== true) terms.set(found.term, found)
  }
  return [...terms.values()]
}

/**
 * How what a person typed into the search may be meant, each as the beginnings of terms: a user is found when all of
 * one reading are theirs. Several words may each be a part of what is known of them, or together a name with spaces.
 */
export function readingsOf(q: string): string[][] {
  const text = unclustered(q).normalize('NFKC').trim()
  if (isNumber(text)) return [[digitsOf(text)]]
  const words = [...new Set(text.split(/\s+/u).map(wordOf))].filter((word) => word !== '')
  return words.length < 2 ? [words] : [words, [wordOf(text)]]
}

/** One form for all ways of writing the same: width, case, spaces, hyphens, and jamo of any keyboard. */
function normalised(text: string): string {
  return unclustered(text)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\s\p{Dash_Punctuation}\p{Format}]/gu, '')
}

/** Two consonants typed one after the other become one character on a Korean keyboard. */
function unclustered(text: string): string {
  return text.replaceAll(/[ㄳㄵㄶㄺ-ㅀㅄ]/g, (cluster) => disassemble(cluster))
}

/** ㅎㄱㄷ of 홍길동; a character that has no initial consonant stands for itself. */
function initialsOf(name: string): string {
  return name.replaceAll(/[가-힣]/g, (syllable) => getChoseong(syllable)).normalize('NFKC')
}

/** The text from each of its places on. A single last character is left out: it would only be found by itself. */
function endingsOf(text: string): string[] {
  const characters = Array.from(text)
  const places = Math.min(Math.max(characters.length - 1, 1), characters.length)
  return Array.from({ length: places }, (_, place) =>
    characters.slice(place, place + LONGEST).join(''),
  )
}

/** Every ending of the number as it is dialled at home, and the whole number with its country's. */
function numbersOf(phone: string | null): string[] {
  if (phone === null) return []
  const international = digitsOf(phone)
  const national = parsePhoneNumberFromString(phone)?.formatNational() ?? phone
  return [...endingsOf(digitsOf(national)), international]
}

function wordOf(text: string): string {
  const word = isNumber(text) ? digitsOf(text) : normalised(text)
  return Array.from(word).slice(0, LONGEST).join('')
}

function isNumber(text: string): boolean {
  return /^\+?[\d\s().\p{Dash_Punctuation}]*\d[\s().\p{Dash_Punctuation}]*$/u.test(text)
}

/** The digits alone. After Korea's +82 many people write the 0 that is dialled at home, which does not belong there. */
function digitsOf(text: string): string {
  const digits = text.replaceAll(/\D/g, '')
  return text.startsWith('+') ? digits.replace(/^820/, '82') : digits
}
