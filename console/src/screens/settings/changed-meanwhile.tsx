import { Alert, Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type ChangedMeanwhileProps = Readonly<{
  title: string
  /** What it is by now. */
  children?: ReactNode
  /** Goes on with what was typed here. */
  keepMine: () => void
  /** Goes on from what it is by now. */
  takeTheirs: () => void
}>

/** Says that somebody else changed what is being written, and asks from which of the two it goes on. */
export function ChangedMeanwhile(props: ChangedMeanwhileProps) {
  const { title, children, keepMine, takeTheirs } = props
  const { t } = useTranslation('settings')
  return (
    <section aria-label={t('meanwhile.label')}>
      <Alert color="yellow" p="sm" title={title}>
        <Stack gap="xs">
          {children}
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={keepMine}>
              {t('meanwhile.keepMine')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={takeTheirs}>
              {t('meanwhile.takeTheirs')}
            </Button>
          </Group>
        </Stack>
      </Alert>
    </section>
  )
}
