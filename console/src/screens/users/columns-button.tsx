import { ActionIcon, Button, Checkbox, Group, Popover, VisuallyHidden } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../parts/icon.tsx'
import { moved, USUAL_COLUMNS, useColumns, type ColumnName } from './columns.ts'
import classes from './users.module.css'

/** Which columns the list shows, and in which order; the name is always the first. */
export function ColumnsButton() {
  const { t } = useTranslation('users')
  return (
    <Popover
      position="bottom-start"
      withinPortal={false}
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="columns" size={14} />}
          data-columns
        >
          {t('columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Chooser />
      </Popover.Dropdown>
    </Popover>
  )
}

const STEPS = [
  { by: -1, words: 'columnEarlier', icon: 'up' },
  { by: 1, words: 'columnLater', icon: 'down' },
] as const

function Chooser() {
  const { t } = useTranslation('users')
  const [columns, keep] = useColumns()
  const { columnOrder, columnVisibility } = columns
  const [told, tell] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const names = columnOrder.slice(1)

  function toggle(name: ColumnName, isShown: boolean) {
    keep({ ...columns, columnVisibility: { ...columnVisibility, [name]: isShown } })
  }

  function move(name: ColumnName, by: number) {
    const next = moved(columnOrder, name, by)
    keep({ ...columns, columnOrder: next })
    tell(t('columnMoved', { column: t(name), place: next.indexOf(name) + 1 }))
    // The row that moves in the page loses the focus.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-move="${name} ${by}"]`)?.focus(),
    )
  }

  return (
    <>
      <ul ref={list} className={classes.columns}>
        {names.map((name, at) => (
          <li key={name}>
            <Checkbox
              size="xs"
              label={t(name)}
              checked={columnVisibility[name] !== false}
              onChange={({ currentTarget }) => toggle(name, currentTarget.checked)}
            />
            <Group gap={2} wrap="nowrap">
              {STEPS.map(({ by, words, icon }) => {
                const isEnd = at + by < 0 || at + by >= names.length
                return (
                  <ActionIcon
                    key={words}
                    size="sm"
                    data-move={`${name} ${by}`}
                    aria-label={t(words, { column: t(name) })}
                    // Stays in the order of Tab, so that the focus is not lost at an end.
                    aria-disabled={isEnd}
                    onClick={() => !isEnd && move(name, by)}
                  >
                    <Icon name={icon} size={14} />
                  </ActionIcon>
                )
              })}
            </Group>
          </li>
        ))}
      </ul>
      <Button size="compact-xs" variant="subtle" onClick={() => keep(USUAL_COLUMNS)}>
        {t('usualColumns')}
      </Button>
      <VisuallyHidden role="status">{told}</VisuallyHidden>
    </>
  )
}
