import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outbound, SkipReason, User } from '../../api/types.ts'
import { zoneOfProgramme } from '../../app/clock.ts'
import { useDraft } from '../../app/drafts.ts'
import { instantOf, sayDay, sayTime, sayWeekday } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import { useActs, type AttemptResult } from './acts.ts'
import { MissedCall } from './missed-call.tsx'

export type Dialog = Readonly<{
  kind: 'early' | 'earlyNext' | 'skip' | 'attempt' | 'after' | 'time' | 'missedCall'
  result?: AttemptResult
}>

export type DialogProps = Readonly<{
  user: User
  call: Outbound
  dialog: Dialog | undefined
  change: (dialog: Dialog | undefined) => void
  complete: (next: boolean) => void
}>

const TITLES = {
  early: 'earlyTitle',
  earlyNext: 'earlyTitle',
  skip: 'skipTitle',
  attempt: 'attemptTitle',
  after: 'afterTitle',
  time: 'timeTitle',
  missedCall: 'missedCallTitle',
} as const

/** What is asked before something is done with a call: one question at a time, answered by keyboard. */
export function CallDialog(props: DialogProps) {
  const { t } = useTranslation('user')
  const { dialog, change } = props
  const title = dialog === undefined ? '' : t(TITLES[dialog.kind], { name: props.user.name })
  return (
    <Modal
      opened={dialog !== undefined}
      onClose={() => change(undefined)}
      title={title}
      transitionProps={{ duration: 90 }}
    >
      {dialog !== undefined && <Question {...props} dialog={dialog} />}
    </Modal>
  )
}

type QuestionProps = DialogProps & Readonly<{ dialog: Dialog }>

function Question(props: QuestionProps): ReactNode {
  switch (props.dialog.kind) {
    case 'early':
      return <Early {...props} next={false} />
    case 'earlyNext':
      return <Early {...props} next />
    case 'skip':
      return <Skip {...props} />
    case 'attempt':
      return <AttemptQuestion {...props} />
    case 'after':
      return <After {...props} />
    case 'time':
      return <Time {...props} />
    case 'missedCall':
      return <MissedCall {...props} />
  }
}

function Early({ call, complete, next }: QuestionProps & { next: boolean }) {
  const { t } = useTranslation('user')
  const saying = useSaying()
  return (
    <Stack gap="md">
      <Text size="sm">{t('earlyText', { day: sayDay(call.planDate, saying) })}</Text>
      <Group justify="flex-end">
        <Button data-autofocus onClick={() => complete(next)}>
          {t('earlyYes')}
        </Button>
      </Group>
    </Stack>
  )
}

const REASONS = [
  'UNREACHABLE',
  'REFUSED',
  'WITHDRAWN_FROM_TREATMENT',
  'DUPLICATE',
  'OTHER',
] as const

function Skip({ user, call, change }: QuestionProps) {
  const { t } = useTranslation('user')
  const acts = useActs(user)
  const [reason, setReason] = useState<SkipReason>('UNREACHABLE')
  const [note, setNote] = useDraft('skip', call.id)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!(await acts.skip(call, reason, note))) return
    setNote('')
    change(undefined)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Radio.Group label={t('skipReason')} value={reason} onChange={(value) => setReason(value)}>
          <Stack gap={6} mt={6}>
            {REASONS.map((one, at) => (
              <Radio
                key={one}
                value={one}
                label={t(`skipReasons.${one}`)}
                data-autofocus={at === 0 || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('note')}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit">{t('skipDo')}</Button>
        </Group>
      </Stack>
    </form>
  )
}

const RESULTS = ['REACHED', 'NO_ANSWER', 'BUSY', 'REFUSED', 'WRONG_NUMBER'] as const

/** The result of a call, and then what usually follows. */
function AttemptQuestion({ user, call, change }: QuestionProps) {
  const { t } = useTranslation('user')
  const acts = useActs(user)
  const [busy, setBusy] = useState(false)
  const [note, setNote] = useDraft('attempt', call.id)
  async function record(result: AttemptResult) {
    setBusy(true)
    if (await acts.attempt(call, result, note)) {
      setNote('')
      change({ kind: 'after', result })
    }
    setBusy(false)
  }
  return (
    <Stack gap="md">
      <Group gap="xs">
        {RESULTS.map((result, at) => (
          <Button
            key={result}
            variant="default"
            disabled={busy}
            data-autofocus={at === 0 || undefined}
            onClick={() => void record(result)}
          >
            {t(`attempts.${result}`)}
          </Button>
        ))}
      </Group>
      <Textarea
        label={t('note')}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Stack>
  )
}

/** What follows: after a talk mostly the end of the call, after none a message or another time. */
function After({ dialog, change, complete }: QuestionProps) {
  const { t } = useTranslation(['user', 'keys'])
  const reached = dialog.result === 'REACHED'
  const choices = [
    { key: 'complete', act: () => complete(false) },
    { key: 'missedCall', act: () => change({ kind: 'missedCall' }) },
    { key: 'time', act: () => change({ kind: 'time' }) },
    { key: 'skip', act: () => change({ kind: 'skip' }) },
  ] as const
  const first = reached
    ? 'complete'
    : dialog.result === 'REFUSED' || dialog.result === 'WRONG_NUMBER'
      ? 'skip'
      : 'missedCall'
  return (
    <Group gap="xs">
      {choices.map(({ key, act }) => (
        <Button
          key={key}
          variant={key === first ? 'filled' : 'default'}
          data-autofocus={key === first || undefined}
          onClick={act}
        >
          {t(`keys:${key}`)}
        </Button>
      ))}
      <Button variant="subtle" color="gray" onClick={() => change(undefined)}>
        {t('later')}
      </Button>
    </Group>
  )
}

/** A day and a time in the programme's zone; quick choices for what is agreed most. */
function Time({ user, call, change }: QuestionProps) {
  const { t } = useTranslation('user')
  const acts = useActs(user)
  const saying = useSaying()
  const zone = zoneOfProgramme()
  const tomorrow = dayAfter(saying.today)
  const [day, setDay] = useState(
    call.contactAt === null ? String(saying.today) : dayText(call.contactAt, zone),
  )
  const [time, setTime] = useState(
    call.contactAt === null ? inAnHour(saying.now, zone) : sayTime(call.contactAt, saying),
  )
  async function submit(event: FormEvent) {
    event.preventDefault()
    const at = new Date(instantOf(day, time, zone)).toISOString()
    if (await acts.agree(call, at)) change(undefined)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Group gap="xs">
          {[String(saying.today), tomorrow].map((one) => (
            <Button
              key={one}
              size="compact-sm"
              variant={one === day ? 'light' : 'default'}
              onClick={() => setDay(one)}
            >
              {sayDay(one, saying)}
            </Button>
          ))}
          {['10:00', '14:00', '16:00', '18:00'].map((one) => (
            <Button
              key={one}
              size="compact-sm"
              variant={one === time ? 'light' : 'default'}
              onClick={() => setTime(one)}
            >
              {one}
            </Button>
          ))}
        </Group>
        <Group grow>
          <TextInput
            type="date"
            label={t('day')}
            required
            withAsterisk={false}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <TextInput
            type="time"
            label={t('time')}
            required
            withAsterisk={false}
            value={time}
            data-autofocus
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        </Group>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {day === '' ? '' : sayWeekday(day, saying)} {time}
          </Text>
          <Button type="submit" disabled={day === '' || time === ''}>
            {t('agree')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

function dayText(at: string, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at))
}

/** The next half hour that is at least half an hour away. */
function inAnHour(now: number, zone: string): string {
  const half = 1_800_000
  const at = Math.ceil((now + half) / half) * half
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}
