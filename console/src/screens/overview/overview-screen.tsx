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
import { Failed, Loading, NoRight, Notice, ScreenTitle } from '../../parts/states.tsx'
import { CallsPart, OperatorPart, SequencePart, SitePart, WeekPart } from './calls-parts.tsx'
import { IssuesPart, MessagesPart, ReachedPart } from './other-parts.tsx'
import classes from './overview.module.css'
import { Part } from './parts.tsx'
import { countedIn, isReversed, PERIODS, type OverviewShown } from './period.ts'

const route = getRouteApi('/overview')

/** What managers look at twice a day: numbers, each of which opens its list. */
export function OverviewScreen() {
  const { t } = useTranslation('overview')
  const shown = route.useSearch()
  const today = dayOf(useNow(), zoneOfProgramme())
  const counted = countedIn(shown, today)
  const may = useMay('manage')
  if (!may) return <NoRight />
  return (
    <div className={classes.screen} tabIndex={-1} data-screen>
      <header className={classes.head}>
        <ScreenTitle>{t('title')}</ScreenTitle>
        <Filters shown={shown} />
      </header>
      {isReversed(counted) ? (
        <Notice title={t('reversed')} hint={t('reversedHint')} />
      ) : (
        <Parts shown={shown} counted={counted} />
      )}
    </div>
  )
}

function Filters({ shown }: { shown: OverviewShown }) {
  const { t } = useTranslation('overview')
  const navigate = useNavigate()
  const { data: places } = useQuery(placesQuery)
  // Typing days is one step on the way back, choosing anything else is one of its own.
  const show = (part: Partial<OverviewShown>, replace = false) =>
    void navigate({ to: '/overview', search: { ...shown, ...part }, replace })
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
            onChange={(event) => show({ from: event.currentTarget.value || undefined }, true)}
          />
          <TextInput
            type="date"
            aria-label={t('to')}
            value={shown.to ?? ''}
            min={shown.from}
            onChange={(event) => show({ to: event.currentTarget.value || undefined }, true)}
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

function Parts({ shown, counted }: { shown: OverviewShown; counted: Counted }) {
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
        {(stats) => <CallsPart stats={stats} shown={shown} />}
      </Asked>
      <Asked title={t('bySequence')} query={outbounds}>
        {(stats) => <SequencePart stats={stats} shown={shown} />}
      </Asked>
      <Asked title={t('byWeek')} query={outbounds}>
        {(stats) => <WeekPart stats={stats} shown={shown} />}
      </Asked>
      <Asked
        title={t('issues')}
        query={issues}
        counts={(stats) => stats.issues}
        nothing={{ title: t('noIssues') }}
      >
        {(stats) => <IssuesPart stats={stats} shown={shown} />}
      </Asked>
      <Asked title={t('reached')} query={reached} counts={({ attempts }) => attempts}>
        {(stats) => <ReachedPart stats={stats} shown={shown} />}
      </Asked>
      <Asked title={t('messages')} query={messages}>
        {(stats) => <MessagesPart stats={stats} counted={counted} />}
      </Asked>
      <Asked title={t('byOperator')} query={operators}>
        {(stats) => <OperatorPart stats={stats} shown={shown} />}
      </Asked>
      <Asked title={t('bySite')} query={sites} wide>
        {(stats) => <SitePart stats={stats} shown={shown} />}
      </Asked>
    </div>
  )
}

type AskedProps<Stat> = Readonly<{
  title: string
  wide?: boolean
  query: Pick<UseQueryResult<readonly Stat[]>, 'data' | 'error' | 'refetch'>
  /** How much one number of an answer counts, where an answer has numbers that may all be zero. */
  counts?: (stat: Stat) => number
  /** What is said when there is nothing, unless it is that the period is empty. */
  nothing?: Readonly<{ title: string }>
  children: (stats: readonly Stat[]) => ReactNode
}>

/** A part once its numbers are there, and in its place until then why they are not. */
function Asked<Stat>(props: AskedProps<Stat>) {
  const { title, wide = false, query, counts = () => 1, children } = props
  const { t } = useTranslation('overview')
  const { data, error, refetch } = query
  const isSome = data?.some((stat) => counts(stat) > 0) === true
  if (isSome) return children(data)
  const nothing = props.nothing ?? { title: t('nothing'), hint: t('nothingHint') }
  return (
    <Part title={title} wide={wide}>
      {data === undefined && error === null && <Loading />}
      {data === undefined && error !== null && (
        <Failed error={error} retry={() => void refetch()} />
      )}
      {data !== undefined && <Notice {...nothing} />}
    </Part>
  )
}
