import { Alert, Button, Group, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import type { Log } from '../../api/types.ts'
import { useNow } from '../../app/clock.ts'
import { useDraft } from '../../app/drafts.ts'
import { useMe } from '../../app/session.tsx'
import { told } from '../../app/toasts.tsx'
import { useSayWhy, useWho } from '../../app/words.ts'
import { When } from '../../parts/when.tsx'
import { useSayLog } from './say-log.ts'
import classes from './user.module.css'

const DAY = 86_400_000

type EntryProps = Readonly<{ log: Log; isNewest: boolean }>

/** One entry: what happened, by whom, when, and the words that were written. */
export function Entry({ log, isNewest }: EntryProps) {
  const { t } = useTranslation(['user', 'common'])
  const say = useSayLog()
  const who = useWho()
  const { title, text, before } = say(log)
  const [editing, setEditing] = useState(false)
  const mine = useMe().operator === log.actor
  const fresh = useNow() - Date.parse(log.createdAt) < DAY
  const kind = log.type === 'MEMO' ? 'memo' : log.type === 'ISSUE' ? 'issue' : undefined
  const mayEdit = kind !== undefined && isNewest && mine && fresh && text !== undefined
  return (
    <li className={classes.entry} data-type={log.type}>
      <div className={classes.entryHead}>
        <span className={classes.entryTitle}>{title}</span>
        <span className={classes.quiet}>
          {who(log.actor)} · <When at={log.createdAt} />
          {log.dayIndex !== null && ` · ${t('common:day', { day: log.dayIndex })}`}
        </span>
        {mayEdit && !editing && (
          <Button size="compact-xs" variant="subtle" onClick={() => setEditing(true)}>
            {t('common:edit')}
          </Button>
        )}
      </div>
      {editing && kind !== undefined && log.relationId !== null ? (
        <Editor
          log={log}
          kind={kind}
          id={log.relationId}
          text={text ?? ''}
          close={() => setEditing(false)}
        />
      ) : (
        text !== undefined && <p className={classes.text}>{text}</p>
      )}
      {before !== undefined && (
        <details className={classes.before}>
          <summary>{t('before')}</summary>
          <p className={classes.text}>{before}</p>
        </details>
      )}
    </li>
  )
}

type EditorProps = Readonly<{
  log: Log
  kind: 'memo' | 'issue'
  id: number
  text: string
  close: () => void
}>

/** Changes a memo or an issue; what was typed stays when the server refuses. */
function Editor({ log, kind, id, text, close }: EditorProps) {
  const { t } = useTranslation(['user', 'common'])
  const say = useSayWhy()
  const client = useQueryClient()
  const [draft, setDraft] = useDraft(`${kind}-edit`, id)
  const [failure, setFailure] = useState<unknown>()
  const value = draft === '' ? text : draft
  async function keep() {
    try {
      await send('PATCH', `/v1/${kind}s/${id}`, { [kind]: value.trim() })
      setDraft('')
      close()
      told(t('changed'))
      void client.invalidateQueries({ queryKey: ['timeline', log.userId] })
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <div>
      <Textarea
        aria-label={t('common:edit')}
        autosize
        minRows={2}
        autoFocus
        value={value}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      {failure !== undefined && (
        <Alert color="red" mt="xs" role="alert">
          {say(failure)}
        </Alert>
      )}
      <Group gap="xs" mt={6} justify="flex-end">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setDraft('')
            close()
          }}
        >
          {t('common:cancel')}
        </Button>
        <Button size="compact-sm" disabled={value.trim() === ''} onClick={() => void keep()}>
          {t('common:save')}
        </Button>
      </Group>
    </div>
  )
}
