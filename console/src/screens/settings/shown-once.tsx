import { Alert, Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A secret and what it is. */
export type Secret = Readonly<{ title: string; label: string; value: string; hint: string }>

type ShownOnceProps = Readonly<{ secret: Secret | undefined; close: () => void }>

/** A secret that nobody can be shown again: it goes only by its own button, never by a click beside it. */
export function ShownOnce({ secret, close }: ShownOnceProps) {
  const { t } = useTranslation('settings')
  return (
    <Modal
      opened={secret !== undefined}
      onClose={close}
      title={secret?.title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {secret !== undefined && (
        <Stack gap="md">
          <Text size="sm">{secret.hint}</Text>
          <Group align="flex-end" wrap="nowrap">
            <TextInput
              flex={1}
              label={secret.label}
              readOnly
              data-autofocus
              ff="monospace"
              value={secret.value}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={secret.value}>
              {({ copied, copy }) => (
                <Button onClick={copy} variant={copied ? 'light' : 'filled'}>
                  {copied ? t('copied') : t('copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
          <Alert color="yellow" p="xs">
            {t('onlyOnce')}
          </Alert>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('done')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
