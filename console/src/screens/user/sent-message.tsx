import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client.ts'
import type { Message } from '../../api/types.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { useSayOutcome } from '../messages/words.ts'
import classes from './user.module.css'

/** What a message said, and what became of it. */
export function SentMessage({ id }: { id: number }) {
  const { t } = useTranslation('messages')
  const sayOutcome = useSayOutcome()
  const { data, error, refetch } = useQuery({
    queryKey: ['message', id],
    queryFn: ({ signal }) => get<Message>(`/v1/messages/${id}`, { signal }),
  })
  if (data === undefined) {
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />
  }
  // Why it failed says the entry already.
  const outcome = data.status === 'FAILED' ? undefined : sayOutcome(data)
  return (
    <>
      <p className={classes.text}>{data.content ?? t('erased')}</p>
      {outcome !== undefined && <p className={classes.outcome}>{outcome}</p>}
    </>
  )
}
