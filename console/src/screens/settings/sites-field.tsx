import { MultiSelect, SegmentedControl, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { SiteId } from '../../api/types.ts'
import { useMe } from '../../app/session.tsx'
import { inOrder } from '../../parts/sorting.ts'
import classes from './settings.module.css'

export type Sites = readonly SiteId[] | null
type SitesFieldProps = Readonly<{ sites: Sites; change: (sites: Sites) => void }>

/** Whose users somebody sees: those of all hospitals (null), which only who has all may hand out, or of some. */
export function SitesField({ sites, change }: SitesFieldProps) {
  const { t } = useTranslation('settings')
  const mine = useMe().sites
  const names = useNames()
  const offered = mine ?? [...names.keys()]
  const choices = offered
    .map((id) => ({ value: id, label: names.get(id) ?? id }))
    .toSorted((one, other) => inOrder(one.label, other.label))
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500} id="sites-label">
        {t('sites')}
      </Text>
      {mine === null && (
        <SegmentedControl
          aria-labelledby="sites-label"
          value={sites === null ? 'all' : 'some'}
          onChange={(value) => change(value === 'all' ? null : [])}
          data={[
            { value: 'all', label: t('allSites') },
            { value: 'some', label: t('someSites') },
          ]}
        />
      )}
      {sites !== null && (
        <MultiSelect
          aria-label={t('chooseSites')}
          placeholder={sites.length === 0 ? t('chooseSites') : ''}
          description={t('sitesHint')}
          searchable
          // The list itself scrolls, as one does that is walked through from its field.
          withScrollArea={false}
          comboboxProps={{ withinPortal: false, floatingStrategy: 'fixed' }}
          classNames={{ options: classes.choices ?? '', option: classes.choice ?? '' }}
          renderOption={({ option: { label } }) => (
            <Text size="sm" truncate title={label}>
              {label}
            </Text>
          )}
          data={choices}
          value={[...sites]}
          onChange={(value) => change(value)}
        />
      )}
    </Stack>
  )
}

/** The hospitals in a word; where there are several, how many, and which on hover and focus. */
export function SitesOf({ sites }: { sites: Sites }) {
  const { t } = useTranslation('settings')
  const names = useNames()
  if (sites === null) return t('allSites')
  if (sites.length === 0) return t('noSites')
  const named = sites.map((id) => names.get(id) ?? id).toSorted(inOrder)
  if (named.length === 1) return named[0]
  return (
    <Tooltip
      label={named.join(', ')}
      multiline
      maw={360}
      openDelay={0}
      events={{ hover: true, focus: true, touch: true }}
    >
      <UnstyledButton className={classes.several}>
        {t('severalSites', { count: named.length })}
      </UnstyledButton>
    </Tooltip>
  )
}

function useNames(): ReadonlyMap<SiteId, string | null> {
  const { data } = useQuery(placesQuery)
  return new Map(data?.sites.map(({ siteId, name }) => [siteId, name]))
}
