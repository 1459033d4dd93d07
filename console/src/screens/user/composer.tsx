import { Alert, Button, Group, Tabs, Text, Textarea } from '@mantine/core'
import { usePrefetchQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import { templatesQuery } from '../../api/queries.ts'
import type { User } from '../../api/types.ts'
import { hasDraft, useDraft } from '../../app/drafts.ts'
import { told } from '../../app/toasts.tsx'
import { useSayWhy } from '../../app/words.ts'
import { useLength } from './length.ts'
import { MessageEditor, useMessage } from './message.tsx'
import classes from './user.module.css'

export const TABS = ['memo', 'issue', 'message'] as const
export type Tab = (typeof TABS)[number]

type ComposerProps = Readonly<{
  user: User
  userCycleId: string
  tab: Tab
  change: (tab: Tab) => void
}>

/** Where memos, issues and messages are written. What is typed is a draft until the server has it. */
export function Composer({ user, userCycleId, tab, change }: ComposerProps) {
  const { t } = useTranslation('user')
  // Known before a message is begun: where there are some, one begins with the first.
  usePrefetchQuery(templatesQuery)
  return (
    <section aria-label={t('write')} className={classes.composer} tabIndex={-1}>
      <Tabs value={tab} onChange={(next) => change(next as Tab)} keepMounted={false}>
        <Tabs.List>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tabs.${one}`)}
              {one !== tab && hasDraft(one, user.userId) && (
                <span className={classes.dot} title={t('draft')} />
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="memo" pt="xs">
          <Writing user={user} kind="memo" userCycleId={userCycleId} />
        </Tabs.Panel>
        <Tabs.Panel value="issue" pt="xs">
          <Writing user={user} kind="issue" userCycleId={userCycleId} />
        </Tabs.Panel>
        <Tabs.Panel value="message" pt="xs">
          <MessageWriting user={user} userCycleId={userCycleId} />
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

/** Sends what was typed; it goes from the screen only when the server has it. */
function useSending(user: User, done: () => void) {
  const client = useQueryClient()
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  async function post(path: string, body: object, words: string) {
    if (busy) return
    setBusy(true)
    setFailure(undefined)
    try {
      await send('POST', path, body)
      done()
      told(words)
      void client.invalidateQueries({ queryKey: ['timeline', user.userId] })
      void client.invalidateQueries({ queryKey: ['user', user.userId] })
    } catch (error) {
      setFailure(error)
    }
    setBusy(false)
  }
  return { failure, busy, post }
}

type WritingProps = Readonly<{ user: User; kind: 'memo' | 'issue'; userCycleId: string }>

function Writing({ user, kind, userCycleId }: WritingProps) {
  const { t } = useTranslation('user')
  const say = useSayWhy()
  const [text, setText, takeOut] = useDraft(kind, user.userId)
  const { failure, busy, post } = useSending(user, () => takeOut(text))
  const { count, most, over } = useLength()(text)
  const keep = () => {
    if (over > 0) return
    const path = `/v1/user-cycles/${encodeURIComponent(userCycleId)}/${kind}s`
    if (text.trim() !== '')
      void post(path, { [kind]: text.trim() }, t(kind === 'memo' ? 'memoKept' : 'issueKept'))
  }
  return (
    <>
      <Textarea
        aria-label={t(`tabs.${kind}`)}
        placeholder={t(kind === 'memo' ? 'memoHint' : 'issueHint')}
        autosize
        minRows={3}
        maxRows={10}
        data-composer
        aria-invalid={over > 0 || undefined}
        aria-describedby={`${kind}-length`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (
            event.key === 'Enter' &&
            (event.ctrlKey || event.metaKey) &&
            !event.nativeEvent.isComposing
          )
            keep()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {failure !== undefined && (
        <Alert color="red" mt="xs" role="alert">
          {say(failure)}
        </Alert>
      )}
      <Group justify="space-between" mt={6}>
        <Text
          size="xs"
          id={`${kind}-length`}
          c={over > 0 ? 'var(--mantine-color-error)' : 'dimmed'}
        >
          {t('length', { count, most })}
          {over > 0 && ` · ${t('tooLong', { count: over })}`}
        </Text>
        <Button size="xs" loading={busy} disabled={count === 0 || over > 0} onClick={keep}>
          {t(kind === 'memo' ? 'keepMemo' : 'keepIssue')}
        </Button>
      </Group>
    </>
  )
}

/** The rule that keeps this user from being texted at all, if any. */
function forbiddenBy({ phone, cycle, contactPreference }: User) {
  if (phone === null) return 'NO_NUMBER'
  if (cycle?.state === 'ENDED') return 'CYCLE_ENDED'
  return contactPreference.messages ? undefined : 'PREFERENCE'
}

function MessageWriting({ user, userCycleId }: { user: User; userCycleId: string }) {
  const { t } = useTranslation(['user', 'messages'])
  const say = useSayWhy()
  const message = useMessage({ userCycleId, purpose: 'GENERAL', draft: ['message', user.userId] })
  const { failure, busy, post } = useSending(user, () => message.sent())
  const mayForce = message.mayForce(failure)
  function submit() {
    const { body } = message
    if (body === undefined) return
    message.trying()
    const messageType = 'templateId' in body ? 'TEMPLATE' : 'FREE_TEXT'
    const path = `/v1/user-cycles/${encodeURIComponent(userCycleId)}/messages`
    void post(path, { messageType, ...body, ...(mayForce && { force: true }) }, t('messageSent'))
  }
  const forbidden = forbiddenBy(user)
  if (forbidden !== undefined) {
    return <Alert color="orange">{t(`messages:reasons.${forbidden}`)}</Alert>
  }
  return (
    <>
      <MessageEditor message={message} />
      {failure !== undefined && (
        <Alert color="red" mt="xs" role="alert">
          {say(failure)}
        </Alert>
      )}
      <Group justify="flex-end" mt={6}>
        <Button size="xs" loading={busy} disabled={message.body === undefined} onClick={submit}>
          {t(mayForce ? 'sendAllTheSame' : 'send')}
        </Button>
      </Group>
    </>
  )
}
