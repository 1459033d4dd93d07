import {
  Button,
  CloseButton,
  Indicator,
  Popover,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import { KeyHint } from '../../keys/keys-help.tsx'
import { useSearching } from '../../keys/searching.ts'
import { Icon } from '../../parts/icon.tsx'
import type { Filters } from './worklist.ts'
import classes from './today.module.css'

const TYPING = 200
const SEQUENCES = ['1', '2', '3', '4', '5', '6', '7', '8']

type FiltersProps = Readonly<{ filters: Filters; change: (filters: Filters) => void }>
type BarProps = FiltersProps &
  Readonly<{
    /** Whether one is to go on from the search to the first row that it finds. */
    go: (is: boolean) => void
  }>

/** The search within the list, and what else narrows it. */
export function FilterBar({ filters, change, go }: BarProps) {
  const { t } = useTranslation('today')
  const { input, text, setText, type, pressed, clear } = useSearching({
    given: filters.q ?? '',
    typing: TYPING,
    look(q) {
      const { q: _, ...rest } = filters
      change(q.trim() === '' ? rest : { ...rest, q: q.trim() })
    },
    go,
  })
  const [narrowed, setNarrowed] = useState(filters.q)
  if (narrowed !== filters.q) {
    setNarrowed(filters.q)
    // Cleared elsewhere.
    if (filters.q === undefined) setText('')
  }
  const count = Object.keys(filters).filter((name) => name !== 'q').length
  return (
    <div className={classes.filters}>
      <TextInput
        ref={input}
        className={classes.search ?? ''}
        size="xs"
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<Icon name="search" size={14} />}
        rightSection={
          text === '' ? (
            <KeyHint of="search" />
          ) : (
            <CloseButton size="xs" aria-label={t('clearSearch')} onClick={clear} />
          )
        }
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={pressed}
        onBlur={() => go(false)}
      />
      <Popover position="bottom-end" withinPortal trapFocus>
        <Indicator disabled={count === 0} label={count} size={15}>
          <Popover.Target>
            <Button size="xs" variant="default" leftSection={<Icon name="filter" size={14} />}>
              {t('filter')}
            </Button>
          </Popover.Target>
        </Indicator>
        <Popover.Dropdown aria-label={t('filter')}>
          <FilterForm filters={filters} change={change} />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}

function FilterForm({ filters, change }: FiltersProps) {
  const { t } = useTranslation('today')
  const { data: places } = useQuery(placesQuery)
  function set(name: keyof Filters, value: unknown) {
    const { [name]: _, ...rest } = filters
    change(value === null || value === undefined ? rest : { ...rest, [name]: value })
  }
  const inside = { withinPortal: false }
  return (
    <Stack gap="sm" w={240}>
      <Select
        label={t('sequence')}
        placeholder={t('every')}
        data={SEQUENCES.map((value) => ({ value, label: t('sequenceOf', { sequence: value }) }))}
        value={filters.sequence === undefined ? null : String(filters.sequence)}
        onChange={(value) => set('sequence', value === null ? null : Number(value))}
        clearable
        comboboxProps={inside}
      />
      <Select
        label={t('site')}
        placeholder={t('every')}
        data={(places?.sites ?? []).map(({ siteId, name }) => ({
          value: siteId,
          label: name ?? siteId,
        }))}
        value={filters.siteId ?? null}
        onChange={(value) => set('siteId', value)}
        clearable
        searchable
        comboboxProps={inside}
      />
      <Select
        label={t('md')}
        placeholder={t('every')}
        data={(places?.mds ?? []).map(({ mdId, name }) => ({
          value: mdId,
          label: name ?? mdId,
        }))}
        value={filters.mdId ?? null}
        onChange={(value) => set('mdId', value)}
        clearable
        searchable
        comboboxProps={inside}
      />
      <Switch
        label={t('withIssue')}
        checked={filters.hasOpenIssue === true}
        onChange={(event) => set('hasOpenIssue', event.currentTarget.checked ? true : null)}
      />
      <Switch
        label={t('mine')}
        checked={filters.claimed === 'me'}
        onChange={(event) => set('claimed', event.currentTarget.checked ? 'me' : null)}
      />
      <Button variant="default" size="xs" onClick={() => change({})}>
        {t('clear')}
      </Button>
    </Stack>
  )
}
