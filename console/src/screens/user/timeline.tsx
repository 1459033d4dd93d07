import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Failed, Loading } from '../../parts/states.tsx'
import { Entry } from './entry.tsx'
import { KINDS, useTimeline, type Kind } from './queries.ts'
import classes from './user.module.css'

type TimelineProps = Readonly<{ userId: string; kind: Kind; change: (kind: Kind) => void }>

/** All that happened, newest first: who, when, and what became of what. */
export function Timeline({ userId, kind, change }: TimelineProps) {
  const { t } = useTranslation('user')
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useTimeline(
    userId,
    kind,
  )
  const logs = data?.pages.flatMap(({ items }) => items) ?? []
  const newestOf = new Map(
    logs.toReversed().map(({ type, relationId, id }) => [`${type} ${relationId}`, id]),
  )
  function scrolled({
    currentTarget: { scrollTop, clientHeight, scrollHeight },
  }: React.UIEvent<HTMLElement>) {
    const near = scrollTop + clientHeight > scrollHeight - clientHeight
    if (near && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }
  return (
    <div className={classes.timeline}>
      <h3 className={classes.hidden}>{t('timeline')}</h3>
      <div className={classes.kinds} role="group" aria-label={t('show')}>
        {(Object.keys(KINDS) as Kind[]).map((one) => (
          <button
            key={one}
            type="button"
            className={classes.kind}
            aria-pressed={one === kind}
            onClick={() => change(one)}
          >
            {t(`kinds.${one}`)}
          </button>
        ))}
      </div>
      <div
        className={classes.entries}
        onScroll={scrolled}
        tabIndex={0}
        role="region"
        aria-label={t('timeline')}
      >
        {data === undefined ? (
          error === null ? (
            <Loading />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : logs.length === 0 ? (
          <p className={classes.nothing}>{t('nothingYet')}</p>
        ) : (
          <ol className={classes.log}>
            {logs.map((log) => (
              <Entry
                key={log.id}
                log={log}
                isNewest={newestOf.get(`${log.type} ${log.relationId}`) === log.id}
              />
            ))}
          </ol>
        )}
        {hasNextPage && (
          <Button
            variant="subtle"
            size="xs"
            fullWidth
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('older')}
          </Button>
        )}
      </div>
    </div>
  )
}
