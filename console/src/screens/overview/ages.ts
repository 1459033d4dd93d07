import { useTranslation } from 'react-i18next'
import type { IssueStats } from '../../api/statistics.ts'

/** How old issues of a row are. */
export function useSayAge(): (of: Pick<IssueStats, 'fromDays' | 'toDays'>) => string {
  const { t } = useTranslation('overview')
  return ({ fromDays: from, toDays: to }) => {
    if (from === 0) return t('ageToday')
    return to === null ? t('ageFrom', { from }) : t('ageRange', { from, to })
  }
}
