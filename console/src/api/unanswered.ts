/**
 * The keys (Idempotency-Key) of acts whose answers have not come: the same act said again soon is the same one to the
 * server. Later it is another: a call that nobody answered is made again.
 */
type Act = Readonly<{ method: string; path: string; body: object }>
type Kept = Readonly<{ key: string; since: number }>

/** Milliseconds in which one who got no answer says it again. */
const SOON = 300_000

/** What is added to a thing, from a text that is kept as a draft. */
const ADDED = /\/(memos|issues|messages|missed-call-messages|attempts)$/

/** An addition's key outlives a reload, as the draft does that would be sent again, and goes with it (app/drafts.ts). */
const PREFIX = 'anbu.draft.unanswered.'

/** The keys of changes stay in memory: there may be a password in them. */
const changes = new Map<string, Kept>()

/** The act's key: its first one, until it is over. */
export function keyOf(act: Act): string {
  const name = nameOf(act)
  const isAddition = ADDED.test(act.path)
  const now = Date.now()
  const known = isAddition ? stored(name) : changes.get(name)
  if (known !== undefined && now - known.since < SOON) return known.key
  const kept = { key: crypto.randomUUID(), since: now }
  if (isAddition) sessionStorage.setItem(name, JSON.stringify(kept))
  else changes.set(name, kept)
  return kept.key
}

/** The act was done or refused. After a change, others of the same thing are new: a call may be completed again. */
export function isOver(act: Act) {
  if (ADDED.test(act.path)) {
    sessionStorage.removeItem(nameOf(act))
    return
  }
  for (const name of changes.keys()) {
    if (name.startsWith(`${thingOf(act)} `)) changes.delete(name)
  }
}

function stored(name: string): Kept | undefined {
  const text = sessionStorage.getItem(name)
  return text === null ? undefined : (JSON.parse(text) as Kept)
}

function nameOf(act: Act): string {
  const { method, path, body } = act
  const place = ADDED.test(path) ? PREFIX : `${thingOf(act)} `
  return `${place}${method} ${path} ${JSON.stringify(body)}`
}

/** `/v1/outbounds/5` of whatever is done to that call. */
function thingOf({ path }: Act): string {
  return path.split('/', 4).join('/')
}
