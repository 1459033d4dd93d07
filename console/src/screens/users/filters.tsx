import { Button, NativeSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { CalendarDate } from '../../api/types.ts'
import type { UsersShown } from '../../app/filters.ts'
import classes from './users.module.css'
import { countOf } from './views.ts'

const SEQUENCES = [1, 2, 3, 4, 5, 6, 7, 8]
const STATUSES = ['PENDING', 'ACTIVE', 'COMPLETED', 'SKIPPED'] as const
const STATES = ['STARTED', 'ENDED'] as const

type PanelProps = Readonly<{ shown: UsersShown; show: (shown: UsersShown) => void }>

/** What narrows the list, each at once as it is chosen. */
export function FilterPanel({ shown, show }: PanelProps) {
  const { t } = useTranslation(['users', 'common'])
  const { sort } = shown
  return (
    <div className={classes.panel} role="group" aria-label={t('filters')}>
      <Places shown={shown} show={show} />
      <Choice
        label={t('cycle')}
        value={shown.cycleState}
        choices={STATES.map((state) => [state, t(`cycleState.${state}`)])}
        choose={(cycleState) => show(changed(shown, { cycleState }))}
      />
      <Days shown={shown} show={show} />
      <Choice
        label={t('callStatus')}
        value={shown.outboundStatus}
        choices={STATUSES.map((status) => [status, t(`outboundStatus.${status}`)])}
        choose={(outboundStatus) => show(changed(shown, { outboundStatus }))}
      />
      <Choice
        label={t('sequence')}
        value={shown.sequence?.toString()}
        choices={SEQUENCES.map((sequence) => [String(sequence), t('sequenceOf', { sequence })])}
        choose={(text) => {
          const sequence = text === undefined ? undefined : Number(text)
          show(changed(shown, { sequence }))
        }}
      />
      <Choice
        label={t('issues')}
        value={shown.hasOpenIssue?.toString()}
        choices={[
          ['true', t('withIssues')],
          ['false', t('withoutIssues')],
        ]}
        choose={(text) => {
          const hasOpenIssue = text === undefined ? undefined : text === 'true'
          show(changed(shown, { hasOpenIssue }))
        }}
      />
      <TextInput
        type="date"
        size="xs"
        w={150}
        label={t('lastContactBefore')}
        value={shown.lastContactBefore ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const lastContactBefore = value === '' ? undefined : (value as CalendarDate)
          show(changed(shown, { lastContactBefore }))
        }}
      />
      {countOf(shown) > 0 && (
        <Button size="xs" variant="subtle" onClick={() => show(changed({}, { sort }))}>
          {t('clearFilters')}
        </Button>
      )}
    </div>
  )
}

function Places({ shown, show }: PanelProps) {
  const { t } = useTranslation(['users', 'common'])
  const { data: places } = useQuery(placesQuery)
  const usual = {
    size: 'xs',
    w: 150,
    searchable: true,
    clearable: true,
    placeholder: t('common:all'),
    clearButtonProps: { 'aria-label': t('clearFilters') },
  } as const
  return (
    <>
      <Select
        {...usual}
        label={t('site')}
        data={
          places?.sites.map(({ siteId, name }) => ({ value: siteId, label: name ?? siteId })) ?? []
        }
        value={shown.siteId ?? null}
        onChange={(value) => show(changed(shown, { siteId: value ?? undefined }))}
      />
      <Select
        {...usual}
        label={t('md')}
        data={places?.mds.map(({ mdId, name }) => ({ value: mdId, label: name ?? mdId })) ?? []}
        value={shown.mdId ?? null}
        onChange={(value) => show(changed(shown, { mdId: value ?? undefined }))}
      />
    </>
  )
}

function Days({ shown, show }: PanelProps) {
  const { t } = useTranslation('users')
  const usual = { size: 'xs', w: 84, hideControls: true, allowDecimal: false } as const
  return (
    <>
      <NumberInput
        {...usual}
        label={t('dayFrom')}
        value={shown.dayFrom ?? ''}
        onChange={(value) => show(changed(shown, { dayFrom: dayIn(value) }))}
      />
      <NumberInput
        {...usual}
        label={t('dayTo')}
        value={shown.dayTo ?? ''}
        onChange={(value) => show(changed(shown, { dayTo: dayIn(value) }))}
      />
    </>
  )
}

type ChoiceProps<Value extends string> = Readonly<{
  label: string
  value: Value | undefined
  choices: readonly (readonly [Value, string])[]
  choose: (value: Value | undefined) => void
}>

function Choice<Value extends string>({ label, value, choices, choose }: ChoiceProps<Value>) {
  const { t } = useTranslation('common')
  return (
    <NativeSelect
      size="xs"
      w={118}
      label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) =>
        choose(choices.find(([known]) => known === currentTarget.value)?.[0])
      }
    >
      <option value="">{t('all')}</option>
      {choices.map(([known, words]) => (
        <option key={known} value={known}>
          {words}
        </option>
      ))}
    </NativeSelect>
  )
}

type Change = { [Name in keyof UsersShown]: UsersShown[Name] | undefined }

/** The filters with those changed; what is undefined is set no more. */
function changed(shown: UsersShown, change: Change): UsersShown {
  const entries = Object.entries({ ...shown, ...change })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function dayIn(value: number | string): number | undefined {
  return typeof value === 'number' ? value : undefined
}
