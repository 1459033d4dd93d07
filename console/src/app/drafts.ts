import { useCallback, useSyncExternalStore } from 'react'

/**
 * What was typed and not yet kept, in this browser: by the id of what it is about, never a name. It survives a reload, a
 * lost connection and a session that ran out; it goes when whoever typed it signs out, or somebody else signs in.
 */
const PREFIX = 'anbu.draft.'
const OWNER = 'anbu.drafts-of'
const listeners = new Set<() => void>()

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

function write(key: string, text: string) {
  if (text === '') localStorage.removeItem(key)
  else localStorage.setItem(key, text)
  changed()
}

/** A text being written and how to change it; an empty one is no draft. */
export function useDraft(kind: string, id: string | number) {
  const key = `${PREFIX}${kind}.${id}`
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key) ?? '')
  const setText = useCallback((next: string) => write(key, next), [key])
  return [text, setText] as const
}

export function hasDraft(kind: string, id: string | number): boolean {
  return localStorage.getItem(`${PREFIX}${kind}.${id}`) !== null
}

export function clearDrafts() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  }
  localStorage.removeItem(OWNER)
  changed()
}

/** Drafts stay for the one who wrote them. */
export function keepDraftsOf(operator: string) {
  if ((localStorage.getItem(OWNER) ?? operator) !== operator) clearDrafts()
  localStorage.setItem(OWNER, operator)
}
