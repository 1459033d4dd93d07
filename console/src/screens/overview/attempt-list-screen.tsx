import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { statsQuery } from '../../api/statistics.ts'
import type { AttemptRow } from '../../../../src/support/contact-attempt/contract.ts'
import type { OperatorId } from '../../api/types.ts'
import { useWho } from '../../app/words.ts'
import { useSiteName } from '../../parts/narrowed.tsx'
import type { Columns } from '../../parts/table.tsx'
import { When } from '../../parts/when.tsx'
import { ListScreen, useCounted, useList, UserLink, useSayPeriod } from './list-screen.tsx'
import type { AttemptsShown } from './lists.ts'
import classes from './overview.module.css'

const route = getRouteApi('/overview/attempts')

/** The attempts that a number of the overview counts. */
export function AttemptListScreen() {
  const { t } = useTranslation('overview')
  const shown = route.useSearch()
  const { result, by, siteId } = shown
  const { counted } = useCounted(shown)
  const asked = { ...counted, result, createdBy: by }
  const list = useList<AttemptRow>(['counts', 'attempts', asked], '/v1/attempts', asked)
  const sayPeriod = useSayPeriod()
  const siteName = useSiteName()
  const who = useWho()
  const words = [result && t(`results.${result}`), by && who(by as OperatorId)]
  return (
    <ListScreen
      title={t('listOfAttempts')}
      shown={shown}
      by={[...words, sayPeriod(shown), siteName(siteId)]}
      total={useTotal(shown)}
      list={list}
      columns={useColumns()}
    />
  )
}

/** The number that was opened, as it is now; undefined until it is known. */
function useTotal(shown: AttemptsShown): number | undefined {
  const { result, by } = shown
  const { counted } = useCounted(shown)
  const reached = useQuery({ ...statsQuery('reached', counted), enabled: by === undefined })
  const operators = useQuery({ ...statsQuery('operators', counted), enabled: by !== undefined })
  return by === undefined
    ? reached.data?.find((row) => row.result === result)?.attempts
    : operators.data?.find((row) => row.operator === by)?.attempts
}

function useColumns(): Columns<AttemptRow> {
  const { t } = useTranslation('overview')
  const who = useWho()
  return [
    {
      id: 'user',
      header: t('user'),
      cell: ({ row: { original: attempt } }) => (
        <UserLink userId={attempt.userId}>{attempt.user.name}</UserLink>
      ),
    },
    {
      id: 'sequence',
      header: t('sequence'),
      cell: ({ row }) => t('sequenceOf', { sequence: row.original.sequence }),
    },
    { id: 'result', header: t('result'), cell: ({ row }) => t(`results.${row.original.result}`) },
    {
      id: 'note',
      header: t('note'),
      cell: ({ row }) => <span className={classes.words}>{row.original.note}</span>,
    },
    { id: 'when', header: t('when'), cell: ({ row }) => <When at={row.original.createdAt} /> },
    { id: 'operator', header: t('operator'), cell: ({ row }) => who(row.original.createdBy) },
    {
      id: 'site',
      header: t('site'),
      cell: ({ row: { original: attempt } }) => attempt.site?.name ?? attempt.site?.siteId,
    },
  ]
}
