import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../../api/client.ts'
import type { UserFilters } from '../../api/types.ts'
import { told } from '../../app/toasts.tsx'
import { useTellWhy } from '../../app/words.ts'

const LONGEST = 500

/** Takes everybody who fits out as a file, with a reason that stays on record. */
export function ExportButton({ filters }: { filters: UserFilters }) {
  const { t } = useTranslation('users')
  const [isOpen, setOpen] = useState(false)
  // In memory alone: it may say why about whom.
  const [reason, setReason] = useState('')
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        {t('export')}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('exportTitle')}>
        <ExportForm
          filters={filters}
          reason={reason}
          setReason={setReason}
          close={() => setOpen(false)}
        />
      </Modal>
    </>
  )
}

type FormProps = Readonly<{
  filters: UserFilters
  reason: string
  setReason: (reason: string) => void
  close: () => void
}>

function ExportForm({ filters, reason, setReason, close }: FormProps) {
  const { t } = useTranslation(['users', 'common'])
  const tellWhy = useTellWhy()
  const [isBusy, setBusy] = useState(false)
  const said = reason.trim()

  async function take() {
    setBusy(true)
    try {
      await download('/v1/exports/users', { filters, reason: said }, 'users.csv')
      told(t('exported'))
      setReason('')
      close()
    } catch (error) {
      tellWhy(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (said !== '' && !isBusy) void take()
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('exportHint')}
        </Text>
        <Textarea
          data-autofocus
          label={t('exportReason')}
          required
          autosize
          minRows={2}
          maxLength={LONGEST}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={said === ''} loading={isBusy}>
            {t('exportNow')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
