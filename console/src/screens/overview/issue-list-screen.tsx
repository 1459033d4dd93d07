import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { statsQuery } from '../../api/statistics.ts'
import type { IssueOnBoard } from '../../api/types.ts'
import { useWho } from '../../app/words.ts'
import { useSiteName } from '../../parts/narrowed.tsx'
import type { Columns } from '../../parts/table.tsx'
import { When } from '../../parts/when.tsx'
import { Age } from '../issues/age.tsx'
import { useSayAge } from './ages.ts'
import { ListScreen, useList, UserLink } from './list-screen.tsx'
import classes from './overview.module.css'

const route = getRouteApi('/overview/issues')

/** The open issues that a number of the overview counts. */
export function IssueListScreen() {
  const { t } = useTranslation('overview')
  const shown = route.useSearch()
  const { status, createdFrom, createdBefore, siteId } = shown
  const asked = { status, createdFrom, createdBefore, siteId }
  const list = useList<IssueOnBoard>(['issues', 'list', asked], '/v1/issues', asked)
  const { data: stats } = useQuery(statsQuery('issues', siteId === undefined ? {} : { siteId }))
  const counted = stats?.find(
    (row) =>
      row.status === status &&
      row.createdFrom === (createdFrom ?? null) &&
      row.createdBefore === (createdBefore ?? null),
  )
  const sayAge = useSayAge()
  const siteName = useSiteName()
  return (
    <ListScreen
      title={t('listOfIssues')}
      shown={shown}
      by={[t(`statuses.${status}`), counted && sayAge(counted), siteName(siteId)]}
      total={counted?.issues}
      list={list}
      columns={useColumns()}
    />
  )
}

function useColumns(): Columns<IssueOnBoard> {
  const { t } = useTranslation(['overview', 'issues'])
  const who = useWho()
  return [
    {
      id: 'user',
      header: t('user'),
      cell: ({ row: { original: issue } }) => (
        <UserLink userId={issue.userId}>{issue.user.name}</UserLink>
      ),
    },
    {
      id: 'issue',
      header: t('issue'),
      cell: ({ row: { original: issue } }) => (
        <span className={classes.words}>{issue.issue ?? t('issues:erased')}</span>
      ),
    },
    { id: 'age', header: t('age'), cell: ({ row }) => <Age issue={row.original} /> },
    {
      id: 'written',
      header: t('written'),
      cell: ({ row }) => <When at={row.original.createdAt} />,
    },
    { id: 'operator', header: t('writtenBy'), cell: ({ row }) => who(row.original.createdBy) },
    {
      id: 'site',
      header: t('site'),
      cell: ({ row: { original: issue } }) => issue.site?.name ?? issue.site?.siteId,
    },
  ]
}
