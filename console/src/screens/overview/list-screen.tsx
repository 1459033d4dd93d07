import { Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client.ts'
import type { Issue, OutboundRow, Page } from '../../api/types.ts'
import { useMay } from '../../app/session.tsx'
import { sayDay, sayWhen } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failed, Loading, Notice } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { pathOf } from './lists.ts'
import classes from './overview.module.css'

const callsRoute = getRouteApi('/overview/calls')
const issuesRoute = getRouteApi('/overview/issues')

/** The calls that a number of the overview counts. */
export function CallListScreen() {
  const { t } = useTranslation(['overview', 'common'])
  const shown = callsRoute.useSearch()
  const list = useList<OutboundRow>(['counts', 'list', shown], '/v1/outbounds', shown)
  const saying = useSaying()
  const who = useWho()
  return (
    <ListScreen
      title={t('listOfCalls')}
      list={list}
      columns={[t('user'), t('sequence'), t('dueDate'), t('status'), t('site'), t('resolved')]}
    >
      {list.data?.map((call) => (
        <Table.Tr key={call.id}>
          <Table.Td>
            <UserLink userId={call.userId}>{call.user.name}</UserLink>
          </Table.Td>
          <Table.Td>{t('sequenceOf', { sequence: call.sequence })}</Table.Td>
          <Table.Td>{sayDay(call.dueDate, saying)}</Table.Td>
          <Table.Td>{t(`callStatuses.${call.status}`)}</Table.Td>
          <Table.Td>{call.site?.name ?? call.site?.siteId}</Table.Td>
          <Table.Td>
            {call.resolvedAt !== null &&
              `${who(call.resolvedBy)}, ${sayWhen(call.resolvedAt, saying)}`}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListScreen>
  )
}

/** The open issues that a number of the overview counts. */
export function IssueListScreen() {
  const { t } = useTranslation(['overview', 'messages'])
  const shown = issuesRoute.useSearch()
  const list = useList<Issue>(['issues', 'list', shown], '/v1/issues', shown)
  const who = useWho()
  return (
    <ListScreen
      title={t('listOfIssues')}
      list={list}
      columns={[t('issue'), t('status'), t('written'), t('operator'), t('user')]}
    >
      {list.data?.map((issue) => (
        <Table.Tr key={issue.id}>
          <Table.Td maw={420}>{issue.issue}</Table.Td>
          <Table.Td>{t(`statuses.${issue.status}`)}</Table.Td>
          <Table.Td>
            <When at={issue.createdAt} />
          </Table.Td>
          <Table.Td>{who(issue.createdBy)}</Table.Td>
          <Table.Td>
            <UserLink userId={issue.userId}>{t('messages:toUser')}</UserLink>
          </Table.Td>
        </Table.Tr>
      ))}
    </ListScreen>
  )
}

function UserLink({ userId, children }: { userId: string; children: ReactNode }) {
  return (
    <Link to="/today/$userId" params={{ userId }} className={classes.link} preload={false}>
      {children}
    </Link>
  )
}

function useList<Item>(
  queryKey: readonly unknown[],
  path: string,
  shown: Parameters<typeof pathOf>[1],
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => get<Page<Item>>(pathOf(path, shown, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }: InfiniteData<Page<Item>, string | null>) =>
      pages.flatMap(({ items }) => items),
  })
}

type ListScreenProps<Item> = Readonly<{
  title: string
  list: ReturnType<typeof useList<Item>>
  columns: readonly string[]
  children: ReactNode
}>

function ListScreen<Item>({ title, list, columns, children }: ListScreenProps<Item>) {
  const { t } = useTranslation(['overview', 'common'])
  const { history } = useRouter()
  const may = useMay('manage')
  if (!may) return <Notice title={t('common:noRight')} hint={t('common:noRightHint')} />
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = list
  const count = data?.length ?? 0
  return (
    <div className={classes.screen} tabIndex={-1}>
      <Stack gap="md">
        <Group gap="md">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Icon name="undo" size={14} />}
            onClick={() => history.back()}
          >
            {t('back')}
          </Button>
          <Title order={1}>{title}</Title>
          {data !== undefined && (
            <Text c="dimmed" role="status">
              {t(hasNextPage ? 'listMore' : 'listCount', { count })}
            </Text>
          )}
        </Group>
        {data === undefined && error === null && <Loading />}
        {data === undefined && error !== null && (
          <Failed error={error} retry={() => void refetch()} />
        )}
        {data?.length === 0 && <Notice title={t('emptyList')} />}
        {count > 0 && (
          <Table.ScrollContainer minWidth={600}>
            <Table verticalSpacing={6} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  {columns.map((column) => (
                    <Table.Th key={column}>{column}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>{children}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
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
