import { sql, type RawBuilder } from 'kysely'
import { lengthOf } from '../../kernel/text.ts'
import { wordsOf } from '../user-support/search-terms.ts'

/** A part of a statement. */
export type Part = RawBuilder<unknown>

/** Up to so many hits are read and sorted; more are walked in the order of names, where a page is soon full. */
const FEW = 1_000

/** Greater than every term that begins with what stands before it. */
const LAST = '\u{10FFFF}'

/**
 * The search of a worklist or of users, as a condition on the column that holds the user's id:
 * ``matching(sql`o.user_id`, q)``. A user is found by their whole id, or when each word of `q` is part of the name, of
 * its initial consonants or of the phone; a single character finds only names that begin with it. A `q` of nothing but
 * blanks finds everybody.
 */
export function matching(userId: Part, q: string): Part {
  const text = q.trim()
  if (text === '') return sql`true`
  const [word, ...others] = byLength(text)
  const byId = sql`select ${text}::text`
  if (word === undefined) return sql`${userId} in (${byId})`
  const hits = sql`select t.user_id from private.search_term t
                    where ${begins(sql`t`, word)} and ${haveAll(sql`t.user_id`, others)}`
  return sql`${userId} in (${hits} union all ${byId})`
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
 * The same search in the order of names: walks whose hits are to be merged. A word of one or two characters is an
 * equality that an index keeps in this order; the hits of a longer one are counted first, to choose the shorter way.
 */
export function searchByName(q: string, walk: Walk): Part {
  const text = q.trim()
  if (text === '') return walk(sql`private.user_profile u`, [])
  const byId = walk(sql`private.user_profile u`, [sql`u.user_id = ${text}`])
  const [word, ...others] = byLength(text)
  if (word === undefined) return byId
  const terms = sql`private.search_term u`
  const rest = others.length === 0 ? [] : [haveAll(sql`u.user_id`, others)]
  if (lengthOf(word) <= 2) {
    return sql`${walk(terms, [begins(sql`u`, word), ...rest])} union all ${byId}`
  }
  const isFew = sql`(select count(*) from few) <= ${sql.lit(FEW)}`
  const isMany = sql`(select count(*) from few) > ${sql.lit(FEW)}`
  const [head, length] = [Array.from(word).slice(0, 2).join(''), lengthOf(word)]
  const inOrder = sql`left(u.term, 2) = ${unseen(head)} and left(u.term, ${sql.lit(length)}) = ${word}`
  return sql`
    with few as materialized (
      select t.user_id, t.name, t.site_id from private.search_term t
       where t.term >= ${unseen(word)} and t.term < ${unseen(word + LAST)} limit ${sql.lit(FEW + 1)})
    ${walk(sql`few u`, [isFew, ...rest])}
    union all ${walk(terms, [isMany, inOrder, ...rest])}
    union all ${byId}`
}

/** The words, the longest first: it finds the fewest. */
function byLength(q: string): string[] {
  return wordsOf(q).toSorted((one, other) => lengthOf(other) - lengthOf(one))
}

/** That a term begins with the word, said so that an index answers it. No character of the word has a meaning. */
function begins(term: Part, word: string): Part {
  const length = lengthOf(word)
  if (length === 1) return sql`${term}.starts and left(${term}.term, 1) = ${word}`
  if (length === 2) return sql`left(${term}.term, 2) = ${word}`
  return sql`${term}.term >= ${word} and ${term}.term < ${word + LAST}`
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
