import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type FormEndProps = Readonly<{ label: string; busy: boolean; isKept: boolean; cancel: () => void }>

/** How a dialog ends: by doing what it is for, or by letting go of what was typed. */
export function FormEnd({ label, busy, isKept, cancel }: FormEndProps) {
  const { t } = useTranslation(['settings', 'common'])
  return (
    <Group justify="flex-end">
      {isKept && (
        <Text size="xs" c="dimmed" flex={1}>
          {t('unsaved')}
        </Text>
      )}
      <Button variant="default" onClick={cancel}>
        {t('common:cancel')}
      </Button>
      <Button type="submit" loading={busy}>
        {label}
      </Button>
    </Group>
  )
}
