export type Direction = 'down' | 'up' | 'left' | 'right'

/** The issue whose card has the focus. */
export function focusedIssue(): Readonly<{ id: number }> | undefined {
  const link = focusedLink()
  return link && { id: Number(link.dataset['issue']) }
}

/** Puts the focus on the card beside the one that has it, or on the first of all; below a column's last is the next column's first. */
export function focusBeside(direction: Direction) {
  const next = beside(direction)
  next?.focus()
  next?.closest('li')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** Puts the focus on that issue's card, where it is on the board. */
export function focusIssue(id: number) {
  document.querySelector<HTMLElement>(`[data-issue="${id}"]`)?.focus()
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
      return column[row + 1] ?? columns.slice(at + 1).find(hasCards)?.[0]
    case 'up':
      return column[row - 1] ?? columns.slice(0, at).findLast(hasCards)?.at(-1)
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
