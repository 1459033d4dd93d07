import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboundId, OutboundRow } from '../../api/types.ts'
import { useMe } from '../../app/session.tsx'
import { useSaying } from '../../app/words.ts'
import { useHeld, type Entry } from './held.ts'
import { Row } from './row.tsx'
import type { Group } from './rows.ts'
import classes from './today.module.css'

const WIDE = 860
const HEIGHTS = { header: 34, more: 44, row: 76, wideRow: 46 } as const

type ListProps = Readonly<{
  entries: readonly Entry[]
  chosenId: number | undefined
  openedUser: string | undefined
  resolved: ReadonlyMap<number, OutboundRow>
  choose: (row: OutboundRow) => void
  more: (group: Group) => void
  /** The part to bring into view, and how often it was asked for. */
  jump: Readonly<{ to: Group; count: number }> | undefined
  /** The call whose row is to have the focus as soon as it is there. */
  goal: OutboundId | undefined
  arrived: () => void
}>

/** The rows on screen out of however many there are. While a pointer is on it nothing moves; keys let it go. */
export function List(props: ListProps) {
  const { entries, chosenId, openedUser, resolved, choose, more, jump, goal, arrived } = props
  const { t } = useTranslation('today')
  const me = useMe()
  const saying = useSaying()
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize()
  const wide = width > WIDE
  const [hold, setHold] = useState(false)
  const shown = useHeld(entries, hold)
  const heightOf = useCallback(
    (entry: Entry | undefined) =>
      entry?.kind === 'row'
        ? wide
          ? HEIGHTS.wideRow
          : HEIGHTS.row
        : HEIGHTS[entry?.kind ?? 'more'],
    [wide],
  )
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => heightOf(shown[at]),
    // Another function has all rows measured anew.
    getItemKey: useCallback((at: number) => shown[at]?.key ?? at, [shown]),
    overscan: 10,
  })
  useEffect(() => virtual.measure(), [wide, virtual])
  useAnchor(scroller, shown, heightOf)

  const items = virtual.getVirtualItems()
  const isAll = shown.every(({ kind }) => kind !== 'more')
  const wanted = items.map(({ index }) => shown[index]).find((entry) => entry?.kind === 'more')
  const ask = useEffectEvent(more)
  useEffect(() => {
    if (wanted !== undefined) ask(wanted.group)
  }, [wanted, shown.length])

  const chosenAt = shown.findIndex((entry) => entry.kind === 'row' && entry.row.id === chosenId)
  const showChosen = useEffectEvent(() => {
    if (chosenAt >= 0) virtual.scrollToIndex(chosenAt, { align: 'auto' })
  })
  // It may arrive later than it was chosen, and the rows are of another height beside a user.
  const isThere = chosenAt >= 0
  useEffect(() => showChosen(), [chosenId, isThere, wide])
  const rendered = items.map(({ index }) => shown[index])
  const isThereToSee = rendered.some((entry) => isRowOf(entry, chosenId))
  const first = isThereToSee ? chosenId : rendered.find((entry) => entry?.kind === 'row')?.row.id
  const goalAt = goal === undefined ? -1 : shown.findIndex((entry) => isRowOf(entry, goal))
  const isGoalRendered = items.some(({ index }) => index === goalAt)
  const goTo = useEffectEvent(() => {
    if (goal === undefined || goalAt < 0) return
    virtual.scrollToIndex(goalAt, { align: 'auto' })
    if (focusRow(goal)) arrived()
  })
  // It may come to the list later, or the list to the page.
  useEffect(() => goTo(), [goal, goalAt, isGoalRendered, width])
  const showGroup = useEffectEvent((to: Group) => {
    const at = shown.findIndex((entry) => entry.kind === 'header' && entry.group === to)
    if (at >= 0) virtual.scrollToIndex(at, { align: 'start' })
  })
  useEffect(() => {
    if (jump !== undefined) showGroup(jump.to)
  }, [jump])

  return (
    <div
      ref={useMergedRef(scroller, sized)}
      className={classes.list}
      role="list"
      aria-label={t('title')}
      onPointerMove={() => setHold(true)}
      onPointerLeave={() => setHold(false)}
      onKeyDownCapture={() => setHold(false)}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const entry = shown[item.index]
          if (entry === undefined) return null
          return (
            <div
              key={item.key}
              role="listitem"
              aria-posinset={item.index + 1}
              aria-setsize={isAll ? shown.length : -1}
              className={classes.place0}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {entry.kind === 'row' ? (
                <Row
                  row={entry.row}
                  saying={saying}
                  me={me.operator}
                  chosen={entry.row.id === chosenId}
                  isFirst={entry.row.id === first}
                  opened={entry.row.userId === openedUser}
                  wide={wide}
                  gone={entry.gone === true}
                  resolved={resolved.get(entry.row.id)}
                  choose={choose}
                />
              ) : entry.kind === 'header' ? (
                <h2 className={classes.header}>
                  {t(`groups.${entry.group}`)}{' '}
                  <span className={classes.quiet}>{entry.count.toLocaleString()}</span>
                </h2>
              ) : (
                <div className={classes.more}>{t('more')}</div>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function isRowOf(entry: Entry | undefined, id: number | undefined): boolean {
  return entry?.kind === 'row' && entry.row.id === id
}

/** Puts the focus on the row of that call, where it is in the page; whether it is there. */
export function focusRow(id: OutboundId): boolean {
  const row = document.querySelector<HTMLElement>(`[data-call="${id}"]`)
  row?.focus({ preventScroll: true })
  return row !== null && row === document.activeElement
}

/** Whether a row has the focus, whichever it is. */
export function isRowFocused(): boolean {
  return document.activeElement?.matches('[data-call]') === true
}

/** What is put in or taken out above the first row in view leaves that row where it is. */
function useAnchor(
  scroller: React.RefObject<HTMLDivElement | null>,
  shown: readonly Entry[],
  heightOf: (entry: Entry) => number,
) {
  const before = useRef<{ shown: readonly Entry[]; heightOf: (entry: Entry) => number }>(undefined)
  useLayoutEffect(() => {
    const last = before.current
    before.current = { shown, heightOf }
    const element = scroller.current
    if (last === undefined || element === null || last.shown === shown) return
    if (last.heightOf !== heightOf || element.scrollTop === 0) return
    let offset = 0
    const there = new Map<string, number>()
    for (const entry of shown) {
      there.set(entry.key, offset)
      offset += heightOf(entry)
    }
    offset = 0
    for (const entry of last.shown) {
      const now = there.get(entry.key)
      if (offset >= element.scrollTop && entry.kind === 'row' && now !== undefined) {
        if (now !== offset) element.scrollBy({ top: now - offset, behavior: 'instant' })
        return
      }
      offset += heightOf(entry)
    }
  }, [scroller, shown, heightOf])
}
