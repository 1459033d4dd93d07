import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client.ts'
import type { MemoWithHistory } from '../../api/types.ts'
import { useWho } from '../../app/words.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import classes from './user.module.css'

/** Every version of a memo, the present one first. */
export function MemoHistory({ id }: { id: number }) {
  const { t } = useTranslation(['user', 'issues'])
  const who = useWho()
  const { data, error, refetch } = useQuery({
    queryKey: ['memo', id],
    queryFn: ({ signal }) => get<MemoWithHistory>(`/v1/memos/${id}`, { signal }),
  })
  if (data === undefined) {
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />
  }
  return (
    <ol className={classes.versions}>
      {data.history.toReversed().map(({ version, memo, createdBy, createdAt }) => (
        <li key={version}>
          <span className={classes.quiet}>
            {t('version', { version })} · {who(createdBy)} · <When at={createdAt} />
          </span>
          <p className={classes.text}>{memo ?? t('issues:erased')}</p>
        </li>
      ))}
    </ol>
  )
}
