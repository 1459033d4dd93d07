import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Log, User } from '../../api/types.ts'
import { useWho } from '../../app/words.ts'
import { When } from '../../parts/when.tsx'
import { MemoHistory } from './memo-history.tsx'
import { useSayLog, type Said } from './say-log.ts'
import { SentMessage } from './sent-message.tsx'
import { TextEditor, useEditing, useMayChange } from './text-editor.tsx'
import { Unfold } from './unfold.tsx'
import classes from './user.module.css'

type EntryProps = Readonly<{
  user: User
  log: Log
  /** Of all entries about the same thing. */
  isNewest: boolean
  /** When the thing it is about was written. */
  writtenAt: string
  /** Of an earlier cycle. */
  isPast: boolean
}>

/** One entry: what happened, by whom, when, and the words that were written. */
export function Entry({ user, log, isNewest, writtenAt, isPast }: EntryProps) {
  const { t } = useTranslation(['user', 'common'])
  const said = useSayLog(user)(log)
  const who = useWho()
  const mayChange = useMayChange()
  const { type, relationId, actor, dayIndex } = log
  const { editing, button, edit, close } = useEditing(
    'memo',
    type === 'MEMO' ? (relationId ?? 0) : 0,
  )
  const isMemo = type === 'MEMO' && relationId !== null && said.text !== undefined && isNewest
  return (
    <li className={classes.entry} data-type={type} data-item={`${type} ${relationId}`}>
      <div className={classes.entryHead}>
        <span className={classes.entryTitle}>{said.title}</span>
        <span className={classes.quiet}>
          {who(actor)} · <When at={log.createdAt} />
          {dayIndex !== null && ` · ${t(isPast ? 'pastDay' : 'common:day', { day: dayIndex })}`}
        </span>
        {isMemo && !editing && mayChange({ createdBy: actor, createdAt: writtenAt }) && (
          <Button ref={button} size="compact-xs" variant="subtle" data-takes-focus onClick={edit}>
            {t('common:edit')}
          </Button>
        )}
      </div>
      {isMemo && editing ? (
        <TextEditor
          userId={log.userId}
          kind="memo"
          id={relationId}
          text={said.text ?? ''}
          close={close}
        />
      ) : (
        said.text !== undefined && <p className={classes.text}>{said.text}</p>
      )}
      <More log={log} said={said} />
    </li>
  )
}

/** What there is to unfold: how it read before, or what was sent. */
function More({ log: { type, relationId }, said: { before } }: { log: Log; said: Said }) {
  const { t } = useTranslation('user')
  if (type === 'MESSAGE_SENT' && relationId !== null) {
    return <Unfold label={t('sentText')}>{() => <SentMessage id={relationId} />}</Unfold>
  }
  if (before === undefined) return null
  if (type === 'MEMO' && relationId !== null) {
    return <Unfold label={t('history')}>{() => <MemoHistory id={relationId} />}</Unfold>
  }
  return <Unfold label={t('before')}>{() => <p className={classes.text}>{before}</p>}</Unfold>
}
