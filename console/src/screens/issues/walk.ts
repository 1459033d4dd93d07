import type { IssueStatus } from '../../api/types.ts'

type Direction = 'down' | 'up' | 'left' | 'right'

/** The issue whose card has the focus. */
export function focusedIssue(): Readonly<{ id: number; status: IssueStatus }> | undefined {
  const link = focusedLink()
  if (link === undefined) return undefined
  return { id: Number(link.dataset['issue']), status: link.dataset['status'] as IssueStatus }
}

/** Puts the focus on the card beside the one that has it, or on the first of all. */
export function focusBeside(direction: Direction) {
  const next = beside(direction)
  next?.focus()
  next?.closest('li')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

function beside(direction: Direction): HTMLElement | undefined {
  const columns = [...document.querySelectorAll<HTMLElement>('[data-column]')].map(linksIn)
  const focused = focusedLink()
  const at = columns.findIndex((links) => focused !== undefined && links.includes(focused))
  const column = columns[at]
  if (focused === undefined || column === undefined) return columns.find(([first]) => first)?.[0]
  const row = column.indexOf(focused)
  switch (direction) {
    case 'down':
      return column[row + 1]
    case 'up':
      return column[row - 1]
    case 'left':
      return inRow(columns.slice(0, at).findLast(hasCards), row)
    case 'right':
      return inRow(columns.slice(at + 1).find(hasCards), row)
  }
}

function inRow(column: readonly HTMLElement[] | undefined, row: number): HTMLElement | undefined {
  return column?.[Math.min(row, column.length - 1)]
}

function hasCards(column: readonly HTMLElement[]): boolean {
  return column.length > 0
}

function linksIn(column: HTMLElement): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>('[data-issue]')]
}

/** The focus may be on the card's button. */
function focusedLink(): HTMLElement | undefined {
  const card = document.activeElement?.closest('[data-column] li')
  return card?.querySelector<HTMLElement>('[data-issue]') ?? undefined
}
