import { useTranslation } from 'react-i18next'
import { When } from '../../parts/when.tsx'

/** How lists of those who come in are ordered at first. */
export const BY_NAME = { id: 'name', desc: false } as const

/** When somebody, or a system, was last here. */
export function LastUsed({ at }: { at: string | null }) {
  const { t } = useTranslation('settings')
  return at === null ? t('never') : <When at={at} />
}
