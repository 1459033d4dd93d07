import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused, Unreachable } from '../api/client.ts'
import { meQuery, useNameOf } from '../api/queries.ts'
import type { OperatorId } from '../api/types.ts'
import type { Language } from '../texts/texts.ts'
import type { texts } from '../texts/ko/index.ts'
import { now, useNow, zoneOfProgramme } from './clock.ts'
import { dayOf, sayWhen, type Saying } from './when.ts'
import { refused } from './toasts.tsx'

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'ko'
}

/** How times are said right now. */
export function useSaying(): Saying {
  const at = useNow()
  const language = useLanguage()
  return useMemo(() => sayingAt(at, language), [at, language])
}

function sayingAt(at: number, language: Language): Saying {
  const zone = zoneOfProgramme()
  return { now: at, today: dayOf(at, zone), zone, language }
}

/** How an id begins that is a token's, which has no name here. */
const TOKEN = 'token:'

/** The names of those who acted, in words. */
export function useWho(): (id: OperatorId | null) => string {
  const { t } = useTranslation('common')
  const nameOf = useNameOf(t('system'))
  return useCallback(
    (id) => {
      const name = nameOf(id)
      return name.startsWith(TOKEN) ? t('token', { name: name.slice(TOKEN.length) }) : name
    },
    [nameOf, t],
  )
}

/** Why something was not done, in a sentence: "이미 완료된 콜입니다: 김하나, 10:32". */
export function useSayWhy(): (error: unknown) => string {
  const { t } = useTranslation(['problems', 'messages'])
  const language = useLanguage()
  const nameOf = useWho()
  // Nobody may be signed in yet; it is not asked for here.
  const most = useQuery({ ...meQuery, enabled: false }).data?.memoMax
  return useCallback(
    (error) => {
      if (error instanceof Unreachable) return t('unreachable')
      if (!(error instanceof Refused)) return t('unknown', { code: '—' })
      const { code, problem } = error
      const who = nameOf(
        (problem['resolvedBy'] ?? problem['claimedBy'] ?? null) as OperatorId | null,
      )
      if (code === 4002 && typeof problem['resolvedAt'] === 'string') {
        const when = sayWhen(problem['resolvedAt'], sayingAt(now(), language))
        return t('p4002By', { who, when })
      }
      if (code === 4003 && most !== undefined) return t('p4003Most', { most })
      if (code === 4207 && who !== '') return t('p4207By', { who })
      if (code === 4206 && typeof problem['reason'] === 'string') {
        const known = `messages:reasons.${problem['reason']}` as 'messages:reasons.STALE'
        return t('p4206Reason', { reason: t(known, { defaultValue: problem['reason'] }) })
      }
      const key = `p${code}` as keyof typeof texts.problems
      const words: string = t(key, { defaultValue: '' })
      return words === '' ? t('unknown', { code }) : words
    },
    [t, language, nameOf, most],
  )
}

/** Tells in a toast why something was not done. */
export function useTellWhy(): (error: unknown) => void {
  const say = useSayWhy()
  return useCallback((error: unknown) => refused(say(error)), [say])
}
