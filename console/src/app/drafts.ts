import { useCallback, useSyncExternalStore } from 'react'

/**
 * What was typed and not yet kept, in this browser: by the id of what it is about, never a name. It survives a reload, a
 * lost connection and a session that ran out; it goes when whoever typed it signs out, or somebody else signs in. What may
 * hold a name or an address stays in its own tab (`sessionStorage`), and goes with it, too.
 */
const PREFIX = 'anbu.draft.'
const OWNER = 'anbu.drafts-of'
const listeners = new Set<() => void>()
/** Whoever was last signed in on this page. */
let ours: string | undefined

function changed() {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

function write(storage: Storage, key: string, text: string) {
  if (text === '') storage.removeItem(key)
  else storage.setItem(key, text)
  changed()
}

/**
 * A text being written, how to change it, and how to take out what the server has by now: what was typed while its answer
 * was under way stays. An empty text is no draft.
 */
export function useDraft(kind: string, id: string | number, storage: Storage = localStorage) {
  const key = `${PREFIX}${kind}.${id}`
  const text = useSyncExternalStore(subscribe, () => storage.getItem(key) ?? '')
  const setText = useCallback((next: string) => write(storage, key, next), [storage, key])
  const takeOut = useCallback(
    (kept: string) => {
      const now = storage.getItem(key) ?? ''
      write(storage, key, now.startsWith(kept) ? now.slice(kept.length).trimStart() : now)
    },
    [storage, key],
  )
  return [text, setText, takeOut] as const
}

export function hasDraft(kind: string, id: string | number): boolean {
  return localStorage.getItem(`${PREFIX}${kind}.${id}`) !== null
}

export function clearDrafts() {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(PREFIX)) storage.removeItem(key)
    }
  }
  localStorage.removeItem(OWNER)
  changed()
}

/** Drafts stay for the one who wrote them. */
export function keepDraftsOf(operator: string) {
  ours = operator
  if ((localStorage.getItem(OWNER) ?? operator) !== operator) clearDrafts()
  localStorage.setItem(OWNER, operator)
}

/** Whether drafts are kept for anybody; whoever signs out takes theirs along. */
export function areDraftsKept(): boolean {
  return localStorage.getItem(OWNER) !== null
}

/** Whether they are kept for somebody who was not the last to be signed in on this page. */
export function areDraftsOfAnother(): boolean {
  return areDraftsKept() && localStorage.getItem(OWNER) !== ours
}

/** Tells when another tab of this browser signed somebody in or out. */
export function onOwnerChanged(heard: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    // Signing out wipes all that is stored, which names no key.
    if (key === OWNER || key === null) heard()
  }
  addEventListener('storage', hear)
  return () => removeEventListener('storage', hear)
}
