import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client.ts'
import type { Page } from '../../api/types.ts'
import { useNow, zoneOfProgramme } from '../../app/clock.ts'
import { useMay } from '../../app/session.tsx'
import { dayOf } from '../../app/when.ts'
import { Icon } from '../../parts/icon.tsx'
import { Narrowed, useSayDays } from '../../parts/narrowed.tsx'
import { Failed, Loading, NoRight } from '../../parts/states.tsx'
import { DataTable, type Columns } from '../../parts/table.tsx'
import { pathOf, type Asked } from './lists.ts'
import classes from './overview.module.css'
import { countedIn, overviewOf, type OverviewShown } from './period.ts'

/** What the overview counted from which a list was opened, and today, by which it goes. */
export function useCounted(shown: OverviewShown) {
  const today = dayOf(useNow(), zoneOfProgramme())
  return { today, counted: countedIn(shown, today) }
}

/** The period of an overview with its days: `지난 4주 (2월 3일 ~ 오늘)`. */
export function useSayPeriod(): (shown: OverviewShown) => string {
  const { t } = useTranslation('overview')
  const sayDays = useSayDays()
  const today = dayOf(useNow(), zoneOfProgramme())
  return (shown) => {
    const days = sayDays(countedIn(shown, today))
    if (days === undefined) return t('anyTime')
    return shown.period === 'days'
      ? days
      : t('periodOf', { period: t(`periods.${shown.period}`), days })
  }
}

export function UserLink({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <Link to="/today/$userId" params={{ userId }} className={classes.link} preload={false}>
      {children}
    </Link>
  )
}

export function useList<Item>(queryKey: readonly unknown[], path: string, asked: Asked) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => get<Page<Item>>(pathOf(path, asked, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }: InfiniteData<Page<Item>, string | null>) =>
      pages.flatMap(({ items }) => items),
  })
}

type ListScreenProps<Item extends Readonly<{ id: number }>> = Readonly<{
  title: string
  /** The overview that it was opened from. */
  shown: OverviewShown
  /** What it was narrowed by, in words. */
  by: readonly (string | undefined)[]
  /** The number, where the statistics say it. */
  total: number | undefined
  list: ReturnType<typeof useList<Item>>
  columns: Columns<Item>
}>

/** What is behind a number: what was counted, how many there are, and the way back. */
export function ListScreen<Item extends Readonly<{ id: number }>>(props: ListScreenProps<Item>) {
  const { title, shown, by, list, columns } = props
  const { t } = useTranslation('overview')
  const may = useMay('manage')
  if (!may) return <NoRight />
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = list
  return (
    <div className={classes.screen} tabIndex={-1}>
      <Stack gap="md">
        <Group gap="md">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Icon name="undo" size={14} />}
            renderRoot={(link: object) => (
              <Link to="/overview" search={overviewOf(shown)} {...link} />
            )}
          >
            {t('back')}
          </Button>
          <Title order={1}>{title}</Title>
          {data !== undefined && (
            <HowMany length={data.length} isAll={!hasNextPage} total={props.total} />
          )}
          <Narrowed by={by} />
        </Group>
        {data === undefined && error === null && <Loading />}
        {data === undefined && error !== null && (
          <Failed error={error} retry={() => void refetch()} />
        )}
        {data !== undefined && (
          <DataTable
            name={title}
            columns={columns}
            rows={data}
            idOf={({ id }) => String(id)}
            empty={{ title: t('emptyList') }}
          />
        )}
        {hasNextPage && (
          <Group justify="center">
            <Button
              variant="default"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t('more')}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  )
}

type HowManyProps = Readonly<{ length: number; isAll: boolean; total: number | undefined }>

function HowMany({ length, isAll, total }: HowManyProps) {
  const { t } = useTranslation('overview')
  const words = () => {
    if (isAll) return t('listCount', { count: length })
    if (total === undefined || total <= length) return t('listMore', { count: length })
    return t('listPart', { count: total, shown: length })
  }
  return (
    <Text c="dimmed" role="status">
      {words()}
    </Text>
  )
}
