import { Button, CloseButton } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { search } from '../api/client.ts'
import type { OutboundRow, Page } from '../api/types.ts'
import { KeyHint } from '../keys/keys-help.tsx'
import { useKeys } from '../keys/keys.ts'
import { Icon } from '../parts/icon.tsx'
import { useOpenCall } from './next-call.ts'
import { agreementOf, remindersIn } from './reminders.ts'
import { useMe } from './session.tsx'
import classes from './shell.module.css'
import { sayTime } from './when.ts'
import { useSaying } from './words.ts'

const AGREED = 200
const NONE: readonly string[] = []

/** Who waits for a call, five minutes before the agreed time, with the user one key away. It floats, so that nothing moves. */
export function Reminder() {
  const { t } = useTranslation(['today', 'shell', 'common'])
  const saying = useSaying()
  const openCall = useOpenCall()
  const { userId: openedUser } = useParams({ strict: false })
  const { reminders, see } = useReminders()
  const [first, ...others] = reminders.filter(({ userId }) => userId !== openedUser)
  function open() {
    if (first === undefined) return
    see(first)
    openCall(first)
  }
  function dismiss(from: HTMLElement) {
    if (first === undefined) return
    see(first)
    if (from === document.activeElement) document.getElementById('content')?.focus()
  }
  useKeys({ ...(first !== undefined && { reminded: open }) })
  return (
    // What is announced is there before it has something to say.
    <div className={classes.reminder} data-reminding={first !== undefined || undefined}>
      <Icon name="clock" />
      <p role="status">
        {first !== undefined &&
          t('reminder', { when: sayTime(first.contactAt, saying), name: first.user.name })}
        {others.length > 0 && (
          <span>{` ${t('shell:reminderMore', { count: others.length })}`}</span>
        )}
      </p>
      {first !== undefined && (
        <>
          <Button size="xs" variant="light" rightSection={<KeyHint of="reminded" />} onClick={open}>
            {t('open')}
          </Button>
          <CloseButton
            aria-label={t('common:close')}
            onMouseDown={keepFocus}
            onClick={({ currentTarget }) => dismiss(currentTarget)}
          />
        </>
      )}
    </div>
  )
}

/** A click leaves the focus in the text that is being written. */
function keepFocus(event: MouseEvent) {
  event.preventDefault()
}

/** The reminders of this moment, and how to say that one was seen. What was seen is kept, by ids, until the tab closes. */
function useReminders() {
  const { operator, rights } = useMe()
  const { now, today } = useSaying()
  const [seen, setSeen] = useSessionStorage({
    key: `anbu.reminded.${operator}`,
    defaultValue: NONE,
    getInitialValueInEffect: false,
  })
  const { data } = useQuery({
    // The stream of changes has it asked again (live/changes.ts).
    queryKey: ['agreed', today],
    queryFn: ({ signal }) =>
      search<Page<OutboundRow>>(
        '/v1/outbounds/search',
        { dueOn: today, scheduled: true, limit: AGREED },
        { signal },
      ),
    enabled: rights.includes('care'),
  })
  const reminders = remindersIn(data?.items ?? [], { now, me: operator, seen })
  const see = (call: OutboundRow) => setSeen((before) => [...before, agreementOf(call)])
  return { reminders, see }
}
