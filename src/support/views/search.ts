import { sql, type RawBuilder } from 'kysely'
import { lengthOf } from '../../kernel/text.ts'
import { readingsOf } from '../user-support/search-terms.ts'

/** A part of a statement. */
export type Part = RawBuilder<unknown>

/** Up to so many hits are read and sorted; more are walked in the order of names, where a page is soon full. */
const FEW = 1_000

/** From here on terms are not of digits. */
const LETTERS = 'A'

/** Greater than every term that begins with what stands before it. */
const LAST = '\u{10FFFF}'

/**
 * The search of a worklist or of users, as a condition on the column that holds the user's id:
 * ``matching(sql`o.user_id`, q)``. A user is found by their whole id, or when each word of `q`, or all of it, is part of
 * the name, of its initial consonants or of the phone; a single character finds only names that begin with it. A `q` of
 * nothing but blanks finds everybody.
 */
export function matching(userId: Part, q: string): Part {
  const text = q.trim()
  if (text === '') return sql`true`
  const hits = readings(text).map(
    ([word, ...others]) => sql`select t.user_id from private.search_term t
                    where ${begins(sql`t`, word)} and ${haveAll(sql`t.user_id`, others)}`,
  )
  return sql`${userId} in (${anyOf([...hits, sql`select ${text}::text`])})`
}

/** Whether the user has an open issue, as a condition on the column that holds their id. */
export function withOpenIssue(userId: Part, has: boolean): Part {
  const open = sql`(select i.user_id from support.user_support_issue i where i.status in ('REGISTERED', 'IN_PROGRESS'))`
  return has
    ? sql`${userId} in ${open}`
    : sql`not exists (select from ${open} i where i.user_id = ${userId})`
}

/** Reads rows `u` (user_id, name, site_id) of a source in the order of names, under conditions. */
export type Walk = (source: Part, conditions: readonly Part[]) => Part

/**
 * The same search in the order of names: walks whose hits are to be merged. A short word is an equality that an index
 * keeps in this order; the hits of a longer one are counted first, to choose the shorter way.
 */
export function searchByName(q: string, walk: Walk): Part {
  const text = q.trim()
  if (text === '') return walk(sql`private.user_profile u`, [])
  const byId = walk(sql`private.user_profile u`, [sql`u.user_id = ${text}`])
  return anyOf([...readings(text).map((words) => hitsInOrder(words, walk)), byId])
}

function hitsInOrder([word, ...others]: Reading, walk: Walk): Part {
  const terms = sql`private.search_term u`
  const rest = others.length === 0 ? [] : [haveAll(sql`u.user_id`, others)]
  const [head, length] = [headOf(word), lengthOf(word)]
  if (length <= lengthOf(head)) return walk(terms, [begins(sql`u`, word, unseen), ...rest])
  const isFew = sql`(select count(*) from few) <= ${sql.lit(FEW)}`
  const isMany = sql`(select count(*) from few) > ${sql.lit(FEW)}`
  const inOrder = sql`${begins(sql`u`, head, unseen)} and left(u.term, ${sql.lit(length)}) = ${unseen(word)}`
  return sql`(
    with few as materialized (
      select t.user_id, t.name, t.site_id from private.search_term t
       where ${begins(sql`t`, word, unseen)} limit ${sql.lit(FEW + 1)})
    ${walk(sql`few u`, [isFew, ...rest])}
    union all ${walk(terms, [isMany, inOrder, ...rest])})`
}

/** The words of one reading of what was typed, the longest first: it finds the fewest. */
type Reading = readonly [string, ...string[]]

function readings(q: string): Reading[] {
  return readingsOf(q)
    .map((words) => words.toSorted((one, other) => lengthOf(other) - lengthOf(one)))
    .filter((words): words is [string, ...string[]] => words.length > 0)
}

function anyOf(parts: readonly Part[]): Part {
  return sql.join(parts, sql` union all `)
}

/** What a word begins with, as long as an index keeps the order of names for it: three characters, of a number two. */
function headOf(word: string): string {
  return Array.from(word)
    .slice(0, word < LETTERS ? 2 : 3)
    .join('')
}

/** That a term begins with the word, said so that an index answers it. No character of the word has a meaning. */
function begins(term: Part, word: string, say = seen): Part {
  const length = lengthOf(word)
  if (length === 1) return sql`${term}.starts and left(${term}.term, 1) = ${say(word)}`
  if (length === 2) return sql`left(${term}.term, 2) = ${say(word)}`
  if (word === headOf(word)) {
    return sql`${term}.term >= ${sql.lit(LETTERS)} and left(${term}.term, 3) = ${say(word)}`
  }
  return sql`${term}.term >= ${say(word)} and ${term}.term < ${say(word + LAST)}`
}

function seen(text: string): Part {
  return sql`${text}`
}

/**
 * A text that PostgreSQL does not look at when it plans: it plans such a statement once, and not for every word anew,
 * which would take longer than the search itself.
 */
function unseen(text: string): Part {
  return sql`(select ${text}::text)`
}

function haveAll(userId: Part, words: readonly string[]): Part {
  if (words.length === 0) return sql`true`
  return sql`not exists (
    select from unnest(${words}::text[]) as w (word)
     where not exists (
       select from private.search_term s
        where s.user_id = ${userId} and starts_with(s.term, w.word) and (s.starts or length(w.word) > 1)))`
}
