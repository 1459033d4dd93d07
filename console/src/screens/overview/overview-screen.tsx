import '@mantine/charts/styles.css'
import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import { statsQuery, type Counted } from '../../api/statistics.ts'
import { useNow, zoneOfProgramme } from '../../app/clock.ts'
import { useMay } from '../../app/session.tsx'
import { dayOf } from '../../app/when.ts'
import { Failed, Loading, Notice, ScreenTitle } from '../../parts/states.tsx'
import { CallsPart, OperatorPart, SequencePart, SitePart, WeekPart } from './calls-parts.tsx'
import { IssuesPart, MessagesPart, ReachedPart } from './other-parts.tsx'
import classes from './overview.module.css'
import { Part } from './parts.tsx'
import { countedIn, PERIODS, type OverviewShown } from './period.ts'

const route = getRouteApi('/overview')

/** What managers look at twice a day: numbers, each of which opens its list. */
export function OverviewScreen() {
  const { t } = useTranslation(['overview', 'common'])
  const shown = route.useSearch()
  const today = dayOf(useNow(), zoneOfProgramme())
  const may = useMay('manage')
  if (!may) return <Notice title={t('common:noRight')} hint={t('common:noRightHint')} />
  return (
    <div className={classes.screen} tabIndex={-1}>
      <header className={classes.head}>
        <ScreenTitle>{t('title')}</ScreenTitle>
        <Filters shown={shown} />
      </header>
      <Parts counted={countedIn(shown, today)} today={today} />
    </div>
  )
}

function Filters({ shown }: { shown: OverviewShown }) {
  const { t } = useTranslation('overview')
  const navigate = useNavigate()
  const { data: places } = useQuery(placesQuery)
  const show = (part: Partial<OverviewShown>) =>
    void navigate({ to: '/overview', search: { ...shown, ...part }, replace: true })
  return (
    <div className={classes.filters} role="group" aria-label={t('filters')}>
      <SegmentedControl
        aria-label={t('period')}
        value={shown.period}
        onChange={(value) => show({ period: value })}
        data={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
      />
      {shown.period === 'days' && (
        <>
          <TextInput
            type="date"
            aria-label={t('from')}
            value={shown.from ?? ''}
            max={shown.to}
            onChange={(event) => show({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            aria-label={t('to')}
            value={shown.to ?? ''}
            min={shown.from}
            onChange={(event) => show({ to: event.currentTarget.value || undefined })}
          />
        </>
      )}
      <Select
        aria-label={t('site')}
        w={220}
        clearable
        searchable
        placeholder={t('allSites')}
        data={
          places?.sites.map(({ siteId, name }) => ({
            value: siteId,
            label: name ?? siteId,
          })) ?? []
        }
        value={shown.siteId ?? null}
        onChange={(siteId) => show({ siteId: siteId ?? undefined })}
      />
    </div>
  )
}

function Parts({ counted, today }: { counted: Counted; today: string }) {
  const { t } = useTranslation('overview')
  const { siteId } = counted
  const outbounds = useQuery(statsQuery('outbounds', counted))
  const reached = useQuery(statsQuery('reached', counted))
  const issues = useQuery(statsQuery('issues', siteId === undefined ? {} : { siteId }))
  const messages = useQuery(statsQuery('messages', counted))
  const sites = useQuery(statsQuery('sites', counted))
  const operators = useQuery(statsQuery('operators', counted))
  return (
    <div className={classes.parts}>
      <Asked title={t('calls')} query={outbounds} wide>
        {(stats) => <CallsPart stats={stats} counted={counted} today={today} />}
      </Asked>
      <Asked title={t('bySequence')} query={outbounds}>
        {(stats) => <SequencePart stats={stats} counted={counted} today={today} />}
      </Asked>
      <Asked title={t('byWeek')} query={outbounds}>
        {(stats) => <WeekPart stats={stats} counted={counted} today={today} />}
      </Asked>
      <Asked title={t('issues')} query={issues}>
        {(stats) => <IssuesPart stats={stats} siteId={siteId} />}
      </Asked>
      <Asked title={t('reached')} query={reached}>
        {(stats) => <ReachedPart stats={stats} />}
      </Asked>
      <Asked title={t('messages')} query={messages}>
        {(stats) => <MessagesPart stats={stats} counted={counted} />}
      </Asked>
      <Asked title={t('byOperator')} query={operators}>
        {(stats) => <OperatorPart stats={stats} counted={counted} today={today} />}
      </Asked>
      <Asked title={t('bySite')} query={sites} wide>
        {(stats) => <SitePart stats={stats} counted={counted} today={today} />}
      </Asked>
    </div>
  )
}

type AskedProps<Stat> = Readonly<{
  title: string
  wide?: boolean
  query: Pick<UseQueryResult<readonly Stat[]>, 'data' | 'error' | 'refetch'>
  children: (stats: readonly Stat[]) => ReactNode
}>

/** A part once its numbers are there, and in its place until then why they are not. */
function Asked<Stat>({ title, wide = false, query, children }: AskedProps<Stat>) {
  const { t } = useTranslation('overview')
  const { data, error, refetch } = query
  if (data !== undefined && data.length > 0) return children(data)
  return (
    <Part title={title} wide={wide}>
      {data === undefined && error === null && <Loading />}
      {data === undefined && error !== null && (
        <Failed error={error} retry={() => void refetch()} />
      )}
      {data?.length === 0 && <Notice title={t('nothing')} hint={t('nothingHint')} />}
    </Part>
  )
}
