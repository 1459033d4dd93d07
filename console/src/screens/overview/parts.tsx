import { Stack, Text, Title } from '@mantine/core'
import { BarChart } from '@mantine/charts'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Columns } from '../../parts/table.tsx'
import { ticksFor } from './numbers.ts'
import { comeBack, noteOpened } from './opened.ts'
import classes from './overview.module.css'

type PartProps = Readonly<{ title: string; hint?: string; wide?: boolean; children: ReactNode }>

/** One question of the overview and its answer. */
export function Part({ title, hint, wide = false, children }: PartProps) {
  return (
    <section className={wide ? `${classes.part} ${classes.wide}` : classes.part} aria-label={title}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h2">
            {title}
          </Title>
          {hint !== undefined && (
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </section>
  )
}

export type CountProps = Readonly<{
  count: number
  /** What is counted, for those who hear the link alone. */
  name: string
  /** The list that it counts; absent where there is none. */
  to?: Pick<LinkProps, 'to' | 'search'>
  /** What is shown for the number, such as a share of it. */
  words?: string
}>

/** A number that opens what it counts. */
export function Count({ count, name, to, words }: CountProps) {
  const { t, i18n } = useTranslation('overview')
  const said = words ?? count.toLocaleString(i18n.language)
  const link = useRef<HTMLAnchorElement>(null)
  const number = JSON.stringify(to)
  useEffect(() => {
    if (link.current !== null) comeBack(link.current, number)
  }, [number])
  if (to === undefined || count === 0) return said
  return (
    <Link
      {...to}
      ref={link}
      className={classes.link}
      preload={false}
      aria-label={t('opens', { name, number: said })}
      onClick={({ currentTarget }) => noteOpened(currentTarget, number)}
    >
      {said}
    </Link>
  )
}

/** A longer table scrolls by itself. */
const MANY = 20

type Row = Readonly<{ key: string; head: string; counts: readonly CountProps[] }>
type NumbersProps = Readonly<{
  /** What is counted. */
  name: string
  head: string
  columns: readonly string[]
  rows: readonly Row[]
  /** Whether one may look for the most and the least; rows that follow each other stay as they are. */
  sortable?: boolean
}>

/** The numbers of a chart, or those that need none. */
export function Numbers({ name, head, columns, rows, sortable = false }: NumbersProps) {
  const shown: Columns<Row> = [
    {
      id: 'head',
      header: head,
      cell: ({ row }) => row.original.head,
      ...(sortable && { accessorFn: (row) => row.head }),
    },
    ...columns.map((column, at): Columns<Row>[number] => ({
      id: column,
      header: column,
      meta: { holds: 'number' },
      cell: ({ row }) => {
        const count = row.original.counts[at]
        return count && <Count {...count} />
      },
      ...(sortable && { accessorFn: ({ counts }) => counts[at]?.count ?? 0 }),
    })),
  ]
  return (
    <div className={rows.length > MANY ? classes.many : classes.few}>
      <DataTable name={name} columns={shown} rows={rows} idOf={({ key }) => key} shape="box" />
    </div>
  )
}

type Series = readonly Readonly<{ name: string; label: string; color: string }>[]
type BarsProps = Readonly<{
  name: string
  data: Record<string, string | number>[]
  dataKey: string
  series: Series
}>

const HEIGHT = 190
/** The table below says the same, row by row. */
const SILENT = { accessibilityLayer: false }
/** Labels at even steps, as many as there is room for. */
const EVEN = { interval: 'equidistantPreserveStart' } as const
const STILL = { isAnimationActive: false }

/** A chart of stacked bars; whoever does not see it has its table. */
export function Bars({ name, data, dataKey, series }: BarsProps) {
  const { t } = useTranslation('overview')
  const heights = data.map((bar) =>
    series.reduce((sum, { name: one }) => sum + Number(bar[one]), 0),
  )
  const ticks = ticksFor(Math.max(0, ...heights))
  return (
    <div role="img" aria-label={t('chartOf', { name })}>
      <BarChart
        h={HEIGHT}
        data={data}
        dataKey={dataKey}
        type="stacked"
        series={[...series]}
        withLegend={series.length > 1}
        legendProps={{ verticalAlign: 'bottom', height: 40, itemSorter: null }}
        maxBarWidth={44}
        valueFormatter={(value) => value.toLocaleString()}
        barChartProps={SILENT}
        barProps={STILL}
        xAxisProps={EVEN}
        yAxisProps={{ ticks, domain: [0, ticks.at(-1) ?? 1], interval: 0 }}
      />
    </div>
  )
}
