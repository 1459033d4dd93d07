import { useTranslation } from 'react-i18next'
import type { Counted, OperatorStats, OutboundStats, SiteStats } from '../../api/statistics.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { sayWeekday } from '../../app/when.ts'
import { callsBehind, type Share } from './lists.ts'
import { onTimeRate, sharesOf, sumOf, sumsBy, type Calls } from './numbers.ts'
import classes from './overview.module.css'
import { Bars, Count, Numbers, Part } from './parts.tsx'

const SHARES = ['due', 'done', 'skipped', 'overdue', 'onTime'] as const satisfies Share[]
const COLOURS = { done: 'teal.6', skipped: 'gray.5', overdue: 'red.6', open: 'indigo.3' } as const
const STACK = ['done', 'skipped', 'overdue', 'open'] as const

type Of<Stats> = Readonly<{ stats: readonly Stats[]; counted: Counted; today: string }>
type CellsProps = Readonly<{ name: string; part: Parameters<typeof callsBehind>[2] }>

/** The cells of one row of calls, each with its list. */
function useCells({ counted, today }: Omit<Of<never>, 'stats'>) {
  const { t } = useTranslation('overview')
  return (calls: Calls, { name, part }: CellsProps) =>
    SHARES.map((share) => (
      <Count
        key={share}
        count={calls[share]}
        name={`${name}, ${t(share)}`}
        to={{ to: '/overview/calls', search: callsBehind(share, counted, part, today) }}
      />
    ))
}

function useColumns(): string[] {
  const { t } = useTranslation('overview')
  return SHARES.map((share) => t(share))
}

/** What became of all calls of the period. */
export function CallsPart({ stats, counted, today }: Of<OutboundStats>) {
  const { t } = useTranslation('overview')
  const all = sumOf(stats)
  const cells = useCells({ counted, today })(all, { name: t('calls'), part: {} })
  const rate = onTimeRate(all)
  return (
    <Part wide title={t('calls')} hint={t('callsHint')}>
      <dl className={classes.tiles}>
        {SHARES.slice(0, -1).map((share, at) => (
          <div key={share} className={classes.tile}>
            <dt>{t(share)}</dt>
            <dd data-share={share}>{cells[at]}</dd>
          </div>
        ))}
        <div className={classes.tile}>
          <dt>{t('onTimeRate')}</dt>
          <dd>
            {rate === undefined ? t('noRate') : `${rate}%`}
            <small>{t('rateOf', all)}</small>
          </dd>
        </div>
      </dl>
    </Part>
  )
}

export function SequencePart({ stats, counted, today }: Of<OutboundStats>) {
  const { t } = useTranslation('overview')
  const cells = useCells({ counted, today })
  const columns = useColumns()
  const rows = sumsBy(stats, 'sequence').map((calls) => ({
    ...calls,
    name: t('sequenceOf', { sequence: calls.sequence }),
  }))
  return (
    <Part title={t('bySequence')}>
      <CallBars name={t('bySequence')} rows={rows} />
      <Numbers
        head={t('sequence')}
        columns={columns}
        rows={rows.map(({ name, sequence, ...calls }) => ({
          key: name,
          head: name,
          cells: cells(calls, { name, part: { sequence } }),
        }))}
      />
    </Part>
  )
}

export function WeekPart({ stats, counted, today }: Of<OutboundStats>) {
  const { t } = useTranslation('overview')
  const saying = useSaying()
  const cells = useCells({ counted, today })
  const columns = useColumns()
  const rows = sumsBy(stats, 'week').map((calls) => ({
    ...calls,
    name: sayWeekday(calls.week, saying),
  }))
  return (
    <Part title={t('byWeek')}>
      <CallBars name={t('byWeek')} rows={rows} />
      <Numbers
        head={t('week')}
        columns={columns}
        rows={rows.map(({ name, week, ...calls }) => ({
          key: week,
          head: t('weekOf', { day: name }),
          cells: cells(calls, { name, part: { week } }),
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

export function SitePart({ stats, counted, today }: Of<SiteStats>) {
  const { t } = useTranslation('overview')
  const cells = useCells({ counted, today })
  const columns = useColumns()
  return (
    <Part title={t('bySite')}>
      <Numbers
        head={t('site')}
        columns={columns}
        rows={stats.map(({ siteId, name, ...calls }) => {
          const head = name ?? siteId ?? t('noSite')
          return {
            key: siteId ?? '',
            head,
            // There is no list of those who have no hospital.
            cells:
              siteId === null
                ? SHARES.map((share) => calls[share])
                : cells(calls, { name: head, part: { siteId } }),
          }
        })}
      />
    </Part>
  )
}

export function OperatorPart({ stats, counted, today }: Of<OperatorStats>) {
  const { t } = useTranslation('overview')
  const who = useWho()
  return (
    <Part title={t('byOperator')}>
      <Numbers
        head={t('operator')}
        columns={[t('done'), t('attempts')]}
        rows={stats.map(({ operator, done, attempts }) => ({
          key: operator,
          head: who(operator),
          cells: [
            <Count
              key="done"
              count={done}
              name={`${who(operator)}, ${t('done')}`}
              to={{
                to: '/overview/calls',
                search: callsBehind('done', counted, { resolvedBy: operator }, today),
              }}
            />,
            attempts,
          ],
        }))}
      />
    </Part>
  )
}
