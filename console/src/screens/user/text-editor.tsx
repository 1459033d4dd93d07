import { Alert, Button, Group, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import type { UserId } from '../../api/types.ts'
import { useNow } from '../../app/clock.ts'
import { hasDraft, useDraft } from '../../app/drafts.ts'
import { useMe } from '../../app/session.tsx'
import { told } from '../../app/toasts.tsx'
import { useSayWhy } from '../../app/words.ts'

const DAY = 86_400_000

type Written = Readonly<{ createdBy: string; createdAt: string }>

/** Whether oneself may change what was written, or not any more: the server decides, this shows it beforehand. */
export function useMayChange(): (written: Written) => boolean {
  const { operator } = useMe()
  const now = useNow()
  return ({ createdBy, createdAt }) => createdBy === operator && now - Date.parse(createdAt) < DAY
}

/** Whether a text is being changed, which a draft of it outlives; its button has the focus back afterwards. */
export function useEditing(kind: 'memo' | 'issue', id: number) {
  const [editing, setEditing] = useState(() => hasDraft(`${kind}-edit`, id))
  const button = useRef<HTMLButtonElement>(null)
  return {
    editing,
    button,
    edit: () => setEditing(true),
    close: () => {
      flushSync(() => setEditing(false))
      button.current?.focus()
    },
  }
}

type EditorProps = Readonly<{
  userId: UserId
  kind: 'memo' | 'issue'
  id: number
  text: string
  close: () => void
}>

/** Changes a memo or an issue; what was typed stays when the server refuses, and when one leaves by Escape. */
export function TextEditor({ userId, kind, id, text, close }: EditorProps) {
  const { t } = useTranslation(['user', 'common'])
  const say = useSayWhy()
  const client = useQueryClient()
  const [draft, setDraft] = useDraft(`${kind}-edit`, id)
  const [value, setValue] = useState(draft === '' ? text : draft)
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const isEmpty = value.trim() === ''

  function leave() {
    setDraft('')
    close()
  }
  async function keep() {
    if (isEmpty || busy) return
    setBusy(true)
    try {
      await send('PATCH', `/v1/${kind}s/${id}`, { [kind]: value.trim() })
      leave()
      told(t('changed'))
      void client.invalidateQueries({ queryKey: ['timeline', userId] })
      void client.invalidateQueries({
        queryKey: kind === 'memo' ? ['memo', id] : ['user-issues', userId],
      })
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  function pressed({ key, ctrlKey, metaKey, nativeEvent }: KeyboardEvent) {
    if (nativeEvent.isComposing) return
    if (key === 'Enter' && (ctrlKey || metaKey)) void keep()
    if (key === 'Escape') close()
  }
  return (
    <div>
      <Textarea
        aria-label={t('common:edit')}
        autosize
        minRows={2}
        maxRows={12}
        autoFocus={draft === ''}
        readOnly={busy}
        value={value}
        onChange={({ currentTarget }) => {
          setValue(currentTarget.value)
          setDraft(currentTarget.value)
        }}
        onKeyDown={pressed}
      />
      {failure !== undefined && (
        <Alert color="red" mt="xs" role="alert">
          {say(failure)}
        </Alert>
      )}
      <Group gap="xs" mt={6} justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={leave}>
          {t('common:cancel')}
        </Button>
        <Button size="compact-sm" loading={busy} disabled={isEmpty} onClick={() => void keep()}>
          {t('common:save')}
        </Button>
      </Group>
    </div>
  )
}
