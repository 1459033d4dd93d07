import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../api/queries.ts'
import { sayDay } from '../app/when.ts'
import { useSaying } from '../app/words.ts'
import classes from './narrowed.module.css'

/** What a list was narrowed by, so that nobody takes a part of it for all. */
export function Narrowed({ by }: { by: readonly (string | undefined)[] }) {
  const { t } = useTranslation('common')
  const words = by.filter((one) => one !== undefined)
  if (words.length === 0) return null
  return (
    <ul className={classes.narrowed} aria-label={t('narrowed')}>
      {words.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

/** The name of a hospital, and its id until that is known. */
export function useSiteName(): (siteId: string | undefined) => string | undefined {
  const { data: places } = useQuery(placesQuery)
  return (siteId) => places?.sites.find((site) => site.siteId === siteId)?.name ?? siteId
}

type Days = Readonly<{ from?: string | undefined; to?: string | undefined }>

/** Days, both included: `2월 20일 ~ 오늘`; undefined where there is no limit. */
export function useSayDays(): (days: Days) => string | undefined {
  const { t } = useTranslation('common')
  const saying = useSaying()
  return ({ from, to }) => {
    if (from === undefined && to === undefined) return undefined
    const first = from === undefined ? '' : sayDay(from, saying)
    const last = to === undefined ? '' : sayDay(to, saying)
    return t('days', { from: first, to: last }).trim()
  }
}
