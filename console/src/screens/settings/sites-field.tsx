import { MultiSelect, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { SiteId } from '../../api/types.ts'

export type Sites = readonly SiteId[] | null
type SitesFieldProps = Readonly<{ sites: Sites; change: (sites: Sites) => void }>

/** Whose users somebody sees: those of all hospitals (null), or of some. */
export function SitesField({ sites, change }: SitesFieldProps) {
  const { t } = useTranslation('settings')
  const { data } = useQuery(placesQuery)
  const choices = data?.sites.map(({ siteId, name }) => ({ value: siteId, label: name ?? siteId }))
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500} id="sites-label">
        {t('sites')}
      </Text>
      <SegmentedControl
        aria-labelledby="sites-label"
        value={sites === null ? 'all' : 'some'}
        onChange={(value) => change(value === 'all' ? null : [])}
        data={[
          { value: 'all', label: t('allSites') },
          { value: 'some', label: t('someSites') },
        ]}
      />
      {sites !== null && (
        <MultiSelect
          aria-label={t('chooseSites')}
          placeholder={sites.length === 0 ? t('chooseSites') : ''}
          description={t('sitesHint')}
          searchable
          data={choices ?? []}
          value={[...sites]}
          onChange={(value) => change(value)}
        />
      )}
    </Stack>
  )
}

/** The hospitals in words. */
export function useSaySites(): (sites: Sites) => string {
  const { t } = useTranslation('settings')
  const { data } = useQuery(placesQuery)
  return (sites) => {
    if (sites === null) return t('allSites')
    if (sites.length === 0) return t('noSites')
    const names = new Map(data?.sites.map(({ siteId, name }) => [siteId, name]))
    return sites.map((id) => names.get(id) ?? id).join(', ')
  }
}
