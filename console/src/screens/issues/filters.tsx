import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { IssuesShown } from '../../app/filters.ts'
import { dayOf, sayDay } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import classes from './issues.module.css'

type FiltersProps = Readonly<{
  filters: IssuesShown
  closed: 'recent' | 'all'
  setClosed: (closed: 'recent' | 'all') => void
}>

/** Of which hospital, and how far back. */
export function Filters({ filters, closed, setClosed }: FiltersProps) {
  const { t } = useTranslation('issues')
  const navigate = useNavigate()
  const { data: places } = useQuery(placesQuery)
  const saying = useSaying()
  const { siteId, createdFrom, createdBefore } = filters
  const show = (next: IssuesShown) => void navigate({ to: '.', search: next, replace: true })
  const day = (at: string | undefined) =>
    at === undefined ? t('anyTime') : sayDay(dayOf(at, saying.zone), saying)
  const isWindow = createdFrom !== undefined || createdBefore !== undefined
  return (
    <div className={classes.filters}>
      {isWindow && (
        <Button
          variant="light"
          size="xs"
          title={t('clearWindow')}
          rightSection={<Icon name="close" size={13} />}
          onClick={() => show({ siteId })}
        >
          {t('window', { from: day(createdFrom), to: day(createdBefore) })}
        </Button>
      )}
      <NativeSelect
        size="xs"
        w={200}
        classNames={{ input: classes.site ?? '' }}
        aria-label={t('site')}
        value={siteId ?? ''}
        onChange={({ currentTarget: { value } }) =>
          show({ ...filters, siteId: value === '' ? undefined : value })
        }
      >
        <option value="">{t('allSites')}</option>
        {places?.sites.map((site) => (
          <option key={site.siteId} value={site.siteId}>
            {site.name ?? site.siteId}
          </option>
        ))}
      </NativeSelect>
      {!isWindow && (
        <NativeSelect
          size="xs"
          w={180}
          aria-label={t('closed')}
          value={closed}
          onChange={({ currentTarget: { value } }) => setClosed(value === 'all' ? 'all' : 'recent')}
        >
          <option value="recent">{t('closedRecent')}</option>
          <option value="all">{t('closedAll')}</option>
        </NativeSelect>
      )}
    </div>
  )
}
