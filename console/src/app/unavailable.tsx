import { Button } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../parts/states.tsx'
import { useSayWhy } from './words.ts'

const AGAIN = 3_000

/** The server does not answer at all: asks again by itself. */
export function Unavailable({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation(['shell', 'common'])
  const say = useSayWhy()
  const again = useEffectEvent(retry)
  useEffect(() => {
    const timer = setInterval(() => again(), AGAIN)
    return () => clearInterval(timer)
  }, [])
  return (
    <main>
      <Notice title={t('unavailable')} hint={`${say(error)} ${t('unavailableHint')}`}>
        <Button variant="default" onClick={retry}>
          {t('common:retry')}
        </Button>
      </Notice>
    </main>
  )
}
