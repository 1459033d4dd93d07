import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outbound, SkipReason, User } from '../../api/types.ts'
import { useDraft } from '../../app/drafts.ts'
import { sayDay } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import { useActs, type AttemptResult } from './acts.ts'
import { submitting, useBusy } from './answering.ts'
import { MissedCall } from './missed-call.tsx'
import { TimeForm } from './time-form.tsx'

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
      {dialog !== undefined && <Focused key={dialog.kind} {...props} dialog={dialog} />}
    </Modal>
  )
}

type QuestionProps = DialogProps & Readonly<{ dialog: Dialog }>

/**
 * A question that has the focus: the dialog itself gives it to the first one only. Once it was left, what comes of it
 * neither opens nor closes another one.
 */
function Focused({ change, ...props }: QuestionProps) {
  const question = useRef<HTMLDivElement>(null)
  useEffect(() => {
    question.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [])
  return (
    <div ref={question}>
      <Question {...props} change={(next) => question.current !== null && change(next)} />
    </div>
  )
}

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
      return <TimeForm {...props} />
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
  const [note, setNote, takeOut] = useDraft('skip', call.id)
  const { busy, once } = useBusy()
  async function skip() {
    if (!(await acts.skip(call, reason, note))) return
    takeOut(note)
    change(undefined)
  }
  return (
    <form onSubmit={submitting(() => once(skip))}>
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
          <Button type="submit" loading={busy}>
            {t('skipDo')}
          </Button>
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
  const { busy, once } = useBusy()
  const [note, setNote, takeOut] = useDraft('attempt', call.id)
  async function record(result: AttemptResult) {
    if (!(await acts.attempt(call, result, note))) return
    takeOut(note)
    change({ kind: 'after', result })
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
            onClick={() => void once(() => record(result))}
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
