import { useSyncExternalStore } from 'react'

/** What a person has set for this browser: nothing about anybody. */
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function usePreference<Value extends string>(
  name: string,
  usual: Value,
): readonly [Value, (value: Value) => void] {
  const key = `anbu.${name}`
  const value = useSyncExternalStore(
    subscribe,
    () => (localStorage.getItem(key) as Value | null) ?? usual,
  )
  const set = (next: Value) => {
    localStorage.setItem(key, next)
    for (const listener of listeners) listener()
  }
  return [value, set]
}

export function preferenceOf(name: string): string | null {
  return localStorage.getItem(`anbu.${name}`)
}

/** What was kept as JSON; undefined where it cannot be read. */
export function keptIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
