import { Stack, Table, Text, Title } from '@mantine/core'
import { BarChart } from '@mantine/charts'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
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

type CountProps = Readonly<{
  count: number
  /** What is counted, for those who hear the link alone. */
  name: string
  /** The list that it counts; absent where there is none. */
  to?: Pick<LinkProps, 'to' | 'search'>
}>

/** A number that opens what it counts. */
export function Count({ count, name, to }: CountProps) {
  const { t, i18n } = useTranslation('overview')
  const said = count.toLocaleString(i18n.language)
  if (to === undefined || count === 0) return said
  return (
    <Link {...to} className={classes.link} preload={false} aria-label={t('opens', { name, count })}>
      {said}
    </Link>
  )
}

type Row = Readonly<{ key: string; head: ReactNode; cells: readonly ReactNode[] }>
type NumbersProps = Readonly<{ head: string; columns: readonly string[]; rows: readonly Row[] }>

/** The numbers of a chart, or those that need none. */
export function Numbers({ head, columns, rows }: NumbersProps) {
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table verticalSpacing={5} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{head}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column} className={classes.number}>
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.key}>
              <Table.Th scope="row" fw={400}>
                {row.head}
              </Table.Th>
              {row.cells.map((cell, at) => (
                <Table.Td key={columns[at]} className={classes.number}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
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
const WHOLE = { allowDecimals: false }
const STILL = { isAnimationActive: false }

/** A chart of stacked bars; whoever does not see it has its table. */
export function Bars({ name, data, dataKey, series }: BarsProps) {
  const { t } = useTranslation('overview')
  return (
    <div role="img" aria-label={t('chartOf', { name })}>
      <BarChart
        h={HEIGHT}
        data={data}
        dataKey={dataKey}
        type="stacked"
        series={[...series]}
        withLegend={series.length > 1}
        legendProps={{ verticalAlign: 'bottom', height: 40 }}
        maxBarWidth={44}
        valueFormatter={(value) => value.toLocaleString()}
        barChartProps={SILENT}
        barProps={STILL}
        yAxisProps={WHOLE}
      />
    </div>
  )
}
