import { Button } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../parts/states.tsx'
import { useSayWhy } from './words.ts'

const AGAIN = 3_000

type UnreachedProps = Readonly<{
  /** Null while it is asked again. */
  error: Error | null
  retry: () => void
}>

/** The server does not answer at all, and the page has nothing else. */
export function Unavailable(props: UnreachedProps) {
  return (
    <main>
      <Unreached {...props} />
    </main>
  )
}

/** The server does not answer: asks again by itself, and stays until there is an answer. */
export function Unreached({ error, retry }: UnreachedProps) {
  const { t } = useTranslation(['shell', 'common'])
  const say = useSayWhy()
  const [last, setLast] = useState(error)
  if (error !== null && error !== last) setLast(error)
  const again = useEffectEvent(retry)
  useEffect(() => {
    const timer = setInterval(() => again(), AGAIN)
    return () => clearInterval(timer)
  }, [])
  return (
    <Notice title={t('unavailable')} hint={`${say(last)} ${t('unavailableHint')}`} heading>
      <Button variant="default" onClick={retry}>
        {t('common:retry')}
      </Button>
    </Notice>
  )
}
