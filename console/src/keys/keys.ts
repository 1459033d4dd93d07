import { useEffect, useEffectEvent, useState } from 'react'
import { preferenceOf } from '../app/preferences.ts'
import type { texts } from '../texts/ko/index.ts'

/** What a key does, as the list of keys says it. */
export type KeyName = keyof typeof texts.keys

/**
 * Keys by their place on the board (`event.code`), since in Hangul mode the key C arrives as ㅊ. They act never while
 * something is typed or composed, nor over an open dialog, and can be switched off (WCAG 2.1.4). A key that is held
 * down walks on, and does nothing else twice: by then another call stands where the first one was.
 */
export type Bindings = Readonly<Partial<Record<KeyName, () => void>>>

/** Which key each name is on; `Shift+` and `Ctrl+` before the code where it needs one. */
export const PLACES: Readonly<Record<KeyName, readonly string[]>> = {
  down: ['KeyJ', 'ArrowDown'],
  up: ['KeyK', 'ArrowUp'],
  left: ['ArrowLeft'],
  right: ['ArrowRight'],
  moveLeft: ['Shift+ArrowLeft'],
  moveRight: ['Shift+ArrowRight'],
  open: ['Enter'],
  close: ['Escape'],
  next: ['KeyG'],
  reminded: ['KeyR'],
  claim: ['KeyB'],
  complete: ['KeyC'],
  completeAndNext: ['Shift+KeyC'],
  skip: ['KeyS'],
  withdraw: ['KeyW'],
  attempt: ['KeyA'],
  time: ['KeyT'],
  missedCall: ['KeyM'],
  memo: ['KeyN'],
  issue: ['KeyI'],
  message: ['KeyE'],
  search: ['Slash'],
  everything: ['Ctrl+KeyK'],
  keys: ['Shift+Slash'],
}

type Layer = Readonly<{ depth: number; bindings: () => Bindings }>
/** The innermost last. */
let layers: readonly Layer[] = []

/** Binds keys for as long as the component is there; the innermost component that binds a key has it. */
export function useKeys(bindings: Bindings, { on = true }: { on?: boolean } = {}) {
  const current = useEffectEvent(() => bindings)
  const [depth] = useState(nextDepth)
  useEffect(() => {
    if (!on) return undefined
    const layer: Layer = { depth, bindings: () => current() }
    layers = [...layers, layer].toSorted((one, other) => one.depth - other.depth)
    return () => void (layers = layers.filter((other) => other !== layer))
  }, [on, depth])
}

let rendered = 0

/** A component is rendered before those in it; its effects run after theirs. */
function nextDepth(): number {
  rendered += 1
  return rendered
}

/** The keys that do something right now. */
export function boundKeys(): KeyName[] {
  const bound = new Set(layers.flatMap((layer) => Object.keys(layer.bindings())))
  return (Object.keys(PLACES) as KeyName[]).filter((name) => bound.has(name))
}

/** What that key does right now, if anything. */
export function actOf(name: KeyName): (() => void) | undefined {
  return layers.findLast((layer) => layer.bindings()[name] !== undefined)?.bindings()[name]
}

const NAMES = new Map(
  Object.entries(PLACES).flatMap(([name, codes]) => codes.map((code) => [code, name as KeyName])),
)

function pressed(event: KeyboardEvent) {
  const name = nameOf(event)
  if (name === undefined || !mayAct(event, name)) return
  const act = actOf(name)
  if (act === undefined) return
  event.preventDefault()
  if (!event.repeat || WALKING.has(name)) act()
}

const WALKING: ReadonlySet<KeyName> = new Set(['down', 'up', 'left', 'right'])

/** Whether a dialog was open when the key went down; Escape may have closed it since. */
let isCovered = false

/** Before anything else sees the key. Enter that is held down does not press the button that has the focus next. */
function goesDown(event: KeyboardEvent) {
  isCovered = document.querySelector('[role="dialog"][aria-modal="true"]') !== null
  if (event.repeat && event.key === 'Enter' && isPressable(event.target)) event.preventDefault()
}

function nameOf({ key, code, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  // Not every board has it above the slash.
  if (key === '?') return 'keys'
  if (altKey) return undefined
  const place = code === 'NumpadEnter' ? 'Enter' : code
  return NAMES.get(`${ctrlKey || metaKey ? 'Ctrl+' : ''}${shiftKey ? 'Shift+' : ''}${place}`)
}

/** Keys with Ctrl are no single characters: they act while typing, too, and stay when the others are off. */
function mayAct(event: KeyboardEvent, name: KeyName): boolean {
  if (event.defaultPrevented || event.isComposing || event.keyCode === COMPOSING) return false
  if (isCovered) return false
  if (name === 'everything') return true
  if (isTyping(event.target)) return false
  if (name === 'open' && isPressable(event.target)) return false
  return preferenceOf('keys') !== 'off' || !CHARACTER.test(event.code)
}

/** What can be switched off; arrows, Enter and Escape work as they do everywhere. */
const CHARACTER = /^(Key|Slash)/
/** What older browsers say for every key of a composition. */
const COMPOSING = 229

const TAKES_KEYS = 'input, textarea, select, [role="tab"], [role="menuitem"], [role="option"]'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(TAKES_KEYS))
}

/** Enter presses what has the focus, unless that is a row of a list, which opens. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, a, summary, [role="tab"]')
}

addEventListener('keydown', goesDown, { capture: true })
addEventListener('keydown', pressed)
