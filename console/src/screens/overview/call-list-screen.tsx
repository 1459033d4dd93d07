import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { statsQuery } from '../../api/statistics.ts'
import type { OperatorId, OutboundRow } from '../../api/types.ts'
import { sayDay, sayWeekday, sayWhen } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { useSiteName } from '../../parts/narrowed.tsx'
import type { Columns } from '../../parts/table.tsx'
import { ListScreen, useCounted, useList, UserLink, useSayPeriod } from './list-screen.tsx'
import { callsBehind, type CallsShown } from './lists.ts'
import { sharesOf, sumOf } from './numbers.ts'

const route = getRouteApi('/overview/calls')

/** The calls that a number of the overview counts. */
export function CallListScreen() {
  const { t } = useTranslation('overview')
  const shown = route.useSearch()
  const { counted, today } = useCounted(shown)
  const { share, sequence, week, hospital, noHospital, resolvedBy } = shown
  const part = { sequence, week, hospital, noHospital, resolvedBy }
  const asked = callsBehind(share, counted, part, today)
  const list = useList<OutboundRow>(['counts', 'list', asked], '/v1/outbounds', asked)
  return (
    <ListScreen
      title={t('listOfCalls')}
      shown={shown}
      by={useNarrowedBy(shown)}
      total={useTotal(shown)}
      list={list}
      columns={useColumns()}
    />
  )
}

/** What the calls were narrowed by, in words. */
function useNarrowedBy(shown: CallsShown): (string | undefined)[] {
  const { t } = useTranslation('overview')
  const sayPeriod = useSayPeriod()
  const siteName = useSiteName()
  const saying = useSaying()
  const who = useWho()
  const { share, sequence, week, hospital, noHospital, resolvedBy, siteId } = shown
  return [
    t(share),
    sayPeriod(shown),
    week && t('weekOf', { day: sayWeekday(week, saying) }),
    noHospital === true ? t('noSite') : siteName(hospital ?? siteId),
    sequence === undefined ? undefined : t('sequenceOf', { sequence }),
    resolvedBy && who(resolvedBy as OperatorId),
  ]
}

/** The number that was opened, as it is now; undefined until it is known. */
function useTotal(shown: CallsShown): number | undefined {
  const { share, sequence, week, hospital, noHospital, resolvedBy, siteId } = shown
  const { counted } = useCounted(shown)
  const site = hospital ?? siteId
  const asked = { ...counted, ...(site !== undefined && { siteId: site }) }
  const isOfNobody = noHospital === true
  const isOfOne = resolvedBy !== undefined
  const operators = useQuery({ ...statsQuery('operators', asked), enabled: isOfOne })
  const sites = useQuery({ ...statsQuery('sites', asked), enabled: isOfNobody && !isOfOne })
  const calls = useQuery({ ...statsQuery('outbounds', asked), enabled: !isOfNobody && !isOfOne })
  if (isOfOne) return operators.data?.find(({ operator }) => operator === resolvedBy)?.done
  const counts = isOfNobody
    ? sites.data?.filter((row) => row.siteId === null)
    : calls.data?.filter(
        (row) =>
          (sequence === undefined || row.sequence === sequence) &&
          (week === undefined || row.week === week),
      )
  if (counts === undefined) return undefined
  const sum = sumOf(counts)
  return { ...sum, ...sharesOf(sum) }[share]
}

function useColumns(): Columns<OutboundRow> {
  const { t } = useTranslation('overview')
  const saying = useSaying()
  const who = useWho()
  return [
    {
      id: 'user',
      header: t('user'),
      cell: ({ row: { original: call } }) => (
        <UserLink userId={call.userId}>{call.user.name}</UserLink>
      ),
    },
    {
      id: 'sequence',
      header: t('sequence'),
      cell: ({ row }) => t('sequenceOf', { sequence: row.original.sequence }),
    },
    {
      id: 'dueDate',
      header: t('dueDate'),
      cell: ({ row }) => sayDay(row.original.dueDate, saying),
    },
    {
      id: 'status',
      header: t('status'),
      cell: ({ row }) => t(`callStatuses.${row.original.status}`),
    },
    {
      id: 'site',
      header: t('site'),
      cell: ({ row: { original: call } }) => call.site?.name ?? call.site?.siteId,
    },
    {
      id: 'resolved',
      header: t('resolved'),
      cell: ({ row: { original: call } }) =>
        call.resolvedAt !== null && `${who(call.resolvedBy)}, ${sayWhen(call.resolvedAt, saying)}`,
    },
  ]
}
