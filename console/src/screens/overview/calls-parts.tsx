import { useTranslation } from 'react-i18next'
import type { OperatorStats, OutboundStats, SiteStats } from '../../api/statistics.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { sayMonthDay, sayWeekday } from '../../app/when.ts'
import { SHARES, type CallsPart as PartOfCalls, type Share } from './lists.ts'
import { onTimeRate, sharesOf, sumOf, sumsBy, sumsByWeek, type Calls } from './numbers.ts'
import classes from './overview.module.css'
import { Bars, Count, Numbers, Part, type CountProps } from './parts.tsx'
import { overviewOf, type OverviewShown } from './period.ts'

const COLOURS = { done: 'teal.6', skipped: 'gray.5', overdue: 'red.6', open: 'indigo.3' } as const
const STACK = ['done', 'skipped', 'overdue', 'open'] as const

type Of<Stats> = Readonly<{ stats: readonly Stats[]; shown: OverviewShown }>
type Counting = Readonly<{
  name: string
  /** Which calls of the overview these are. */
  part: PartOfCalls
}>

/** One number of some calls, with its list. */
function useCount(shown: OverviewShown) {
  const { t } = useTranslation('overview')
  return (share: Share, count: number, { name, part }: Counting): CountProps => ({
    count,
    name: `${name}, ${t(share)}`,
    to: { to: '/overview/calls', search: { ...overviewOf(shown), ...part, share } },
  })
}

/** The numbers of one row of calls, each with its list. */
function useCounts(shown: OverviewShown) {
  const countOf = useCount(shown)
  return (calls: Calls, counting: Counting) =>
    SHARES.map((share) => countOf(share, { ...calls, ...sharesOf(calls) }[share], counting))
}

function useColumns(): string[] {
  const { t } = useTranslation('overview')
  return SHARES.map((share) => t(share))
}

/** What became of all calls of the period. */
export function CallsPart({ stats, shown }: Of<OutboundStats>) {
  const { t } = useTranslation('overview')
  const all = sumOf(stats)
  const whole = { name: t('calls'), part: {} }
  const counts = useCounts(shown)(all, whole)
  const onTime = useCount(shown)('onTime', all.onTime, whole)
  const rate = onTimeRate(all)
  return (
    <Part wide title={t('calls')} hint={t('callsHint')}>
      <dl className={classes.tiles}>
        {SHARES.slice(0, -1).map((share, at) => (
          <div key={share} className={classes.tile}>
            <dt>{t(share)}</dt>
            <dd data-share={share}>{counts[at] && <Count {...counts[at]} />}</dd>
          </div>
        ))}
        <div className={classes.tile}>
          <dt>{t('onTimeRate')}</dt>
          <dd>
            {rate === undefined ? t('noRate') : <Count {...onTime} words={`${rate}%`} />}
            {rate !== undefined && <small>{t('rateOf', all)}</small>}
          </dd>
        </div>
      </dl>
    </Part>
  )
}

export function SequencePart({ stats, shown }: Of<OutboundStats>) {
  const { t } = useTranslation('overview')
  const countsOf = useCounts(shown)
  const columns = useColumns()
  const rows = sumsBy(stats, 'sequence').map((calls) => ({
    ...calls,
    name: t('sequenceOf', { sequence: calls.sequence }),
  }))
  return (
    <Part title={t('bySequence')}>
      <CallBars name={t('bySequence')} rows={rows} />
      <Numbers
        name={t('bySequence')}
        head={t('sequence')}
        columns={columns}
        rows={rows.map(({ name, sequence, ...calls }) => ({
          key: name,
          head: name,
          counts: countsOf(calls, { name, part: { sequence } }),
        }))}
      />
    </Part>
  )
}

export function WeekPart({ stats, shown }: Of<OutboundStats>) {
  const { t } = useTranslation('overview')
  const saying = useSaying()
  const countsOf = useCounts(shown)
  const columns = useColumns()
  const rows = sumsByWeek(stats).map((calls) => ({
    ...calls,
    name: sayMonthDay(calls.week, saying),
  }))
  return (
    <Part title={t('byWeek')}>
      <CallBars name={t('byWeek')} rows={rows} />
      <Numbers
        name={t('byWeek')}
        head={t('week')}
        columns={columns}
        rows={rows.map(({ name, week, ...calls }) => ({
          key: week,
          head: t('weekOf', { day: sayWeekday(week, saying) }),
          counts: countsOf(calls, { name, part: { week } }),
        }))}
      />
    </Part>
  )
}

function CallBars({ name, rows }: { name: string; rows: (Calls & { name: string })[] }) {
  const { t } = useTranslation('overview')
  return (
    <Bars
      name={name}
      dataKey="name"
      data={rows.map((calls) => ({ name: calls.name, ...sharesOf(calls) }))}
      series={STACK.map((share) => ({ name: share, label: t(share), color: COLOURS[share] }))}
    />
  )
}

export function SitePart({ stats, shown }: Of<SiteStats>) {
  const { t } = useTranslation('overview')
  const countsOf = useCounts(shown)
  const columns = useColumns()
  return (
    <Part wide title={t('bySite')}>
      <Numbers
        name={t('bySite')}
        sortable
        head={t('site')}
        columns={columns}
        rows={stats.map(({ siteId, name, ...calls }) => {
          const head = name ?? siteId ?? t('noSite')
          const part = siteId === null ? { noHospital: true } : { hospital: siteId }
          return { key: siteId ?? '', head, counts: countsOf(calls, { name: head, part }) }
        })}
      />
    </Part>
  )
}

export function OperatorPart({ stats, shown }: Of<OperatorStats>) {
  const { t } = useTranslation('overview')
  const who = useWho()
  const countOf = useCount(shown)
  return (
    <Part title={t('byOperator')}>
      <Numbers
        name={t('byOperator')}
        sortable
        head={t('operator')}
        columns={[t('done'), t('attempts')]}
        rows={stats.map(({ operator, done, attempts }) => ({
          key: operator,
          head: who(operator),
          counts: [
            countOf('done', done, { name: who(operator), part: { resolvedBy: operator } }),
            {
              count: attempts,
              name: `${who(operator)}, ${t('attempts')}`,
              to: { to: '/overview/attempts', search: { ...overviewOf(shown), by: operator } },
            },
          ],
        }))}
      />
    </Part>
  )
}
