import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Something that cannot be taken back, in words. */
export type Question = Readonly<{
  title: string
  hint: string
  label: string
  act: () => Promise<boolean>
}>

type ConfirmProps = Readonly<{ question: Question | undefined; busy: boolean; close: () => void }>

/** Asks before what cannot be taken back; the way out has the focus. */
export function Confirm({ question, busy, close }: ConfirmProps) {
  const { t } = useTranslation('common')
  const go = async () => {
    if (await question?.act()) close()
  }
  return (
    <Modal opened={question !== undefined} onClose={close} title={question?.title}>
      <Stack gap="md">
        <Text size="sm">{question?.hint}</Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {t('cancel')}
          </Button>
          <Button color="red" loading={busy} onClick={() => void go()}>
            {question?.label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
