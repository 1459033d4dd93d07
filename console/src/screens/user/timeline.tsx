import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Log, User } from '../../api/types.ts'
import { useKeptFocus } from '../../parts/kept-focus.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { Entry } from './entry.tsx'
import { KINDS, useTimeline, type Kind } from './queries.ts'
import classes from './user.module.css'

type TimelineProps = Readonly<{ user: User; kind: Kind; change: (kind: Kind) => void }>

/** All that happened, newest first: who, when, and what became of what. */
export function Timeline({ user, kind, change }: TimelineProps) {
  const { t } = useTranslation('user')
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useTimeline(
    user.userId,
    kind,
  )
  const keepsFocus = useKeptFocus<HTMLOListElement>()
  const logs = data?.pages.flatMap(({ items }) => items) ?? []
  const newest = new Map(logs.toReversed().map((log) => [thingOf(log), log.id]))
  const oldest = new Map(logs.map((log) => [thingOf(log), log.createdAt]))
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
          <ol className={classes.log} {...keepsFocus}>
            {logs.map((log) => (
              <Entry
                key={log.id}
                user={user}
                log={log}
                isNewest={newest.get(thingOf(log)) === log.id}
                writtenAt={oldest.get(thingOf(log)) ?? log.createdAt}
                isPast={log.userCycleId !== null && log.userCycleId !== user.cycle?.userCycleId}
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

/** What an entry is about. */
function thingOf({ type, relationId }: Log): string {
  return `${type} ${relationId}`
}
