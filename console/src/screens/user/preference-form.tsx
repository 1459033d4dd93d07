import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import type { User } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { useDraft } from '../../app/drafts.ts'
import { told } from '../../app/toasts.tsx'
import { isOpen } from './acts.ts'

type PreferenceProps = Readonly<{ user: User; close: () => void }>

/** Whether the user wants calls and messages, what follows from it, and why: all of it is on the timeline. */
export function PreferenceForm({ user, close }: PreferenceProps) {
  const { t } = useTranslation(['user', 'common'])
  const { userId, name, contactPreference: now } = user
  // What was seen when this was opened: a colleague's change meanwhile is not overruled.
  const [ifMatch] = useState(user.version)
  const [calls, setCalls] = useState(now.calls)
  const [messages, setMessages] = useState(now.messages)
  const [reason, setReason] = useDraft('preference', userId)
  const { busy, act } = useAct('user', 'worklist', 'counts')
  const count = user.outbounds.filter(isOpen).length
  const isSame = calls === now.calls && messages === now.messages
  const why = reason.trim()

  async function submit(event: FormEvent) {
    event.preventDefault()
    const path = `/v1/users/${encodeURIComponent(userId)}/contact-preference`
    if (!(await act(() => send('PUT', path, { calls, messages, reason: why }, { ifMatch })))) return
    setReason('')
    told(t('preferenceKept', { name }))
    close()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Checkbox
          label={t('wantsCalls')}
          description={t(calls ? 'callsEffect' : 'noCallsEffect', { count })}
          checked={calls}
          onChange={(event) => setCalls(event.currentTarget.checked)}
          data-autofocus
        />
        <Checkbox
          label={t('wantsMessages')}
          description={t(messages ? 'messagesEffect' : 'noMessagesEffect')}
          checked={messages}
          onChange={(event) => setMessages(event.currentTarget.checked)}
        />
        <Textarea
          label={t('preferenceReason')}
          description={t('preferenceHint')}
          autosize
          minRows={2}
          required
          withAsterisk={false}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={isSame || why === ''}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
