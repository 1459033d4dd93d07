import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSayWhy } from '../app/words.ts'

const SOON = 300

/** Waiting: nothing for the first moment, so that what comes at once does not flicker. */
export function Loading() {
  const { t } = useTranslation('common')
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Center h="100%" mih={120} role="status" aria-label={t('loading')}>
      {late && <Loader size="sm" type="dots" />}
    </Center>
  )
}

type NoticeProps = {
  title: string
  hint?: string
  /** Where there is no other heading on the screen. */
  heading?: boolean
  children?: ReactNode
}

/** A screen or part of one that has nothing to show, and says why. */
export function Notice({ title, hint, heading = false, children }: NoticeProps) {
  return (
    <Center h="100%" mih={160} p="xl">
      <Stack gap="xs" align="center" maw={360}>
        <Text fw={600} ta="center" component={heading ? 'h1' : 'p'} m={0}>
          {title}
        </Text>
        {hint !== undefined && (
          <Text size="sm" c="dimmed" ta="center">
            {hint}
          </Text>
        )}
        {children}
      </Stack>
    </Center>
  )
}

/** What could not be loaded, why, and the way to try again. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation('common')
  const say = useSayWhy()
  return (
    <Notice title={t('failed')} hint={say(error)}>
      <Button variant="default" onClick={retry}>
        {t('retry')}
      </Button>
    </Notice>
  )
}

/** A screen that this person's role does not see. */
export function NoRight() {
  const { t } = useTranslation('common')
  return <Notice title={t('noRight')} hint={t('noRightHint')} heading />
}

/** A screen's heading, which names it for those who listen. */
export function ScreenTitle({ children }: { children: ReactNode }) {
  return (
    <Title order={1} size="h1">
      {children}
    </Title>
  )
}
