import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'

export type Revealed = Readonly<{ name: string; phone: string | null }>
type RevealProps = Readonly<{ userId: string; revealed: (who: Revealed) => void }>

/** Shows the whole name and number to who sees them masked, for a reason that the access log keeps. */
export function Reveal({ userId, revealed }: RevealProps) {
  const { t } = useTranslation('user')
  const { busy, act } = useAct()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  async function ask(event: FormEvent) {
    event.preventDefault()
    await act(async () => {
      const path = `/v1/users/${encodeURIComponent(userId)}/reveal`
      revealed(await send<Revealed>('POST', path, { reason }))
      setOpen(false)
    })
  }
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        {t('reveal')}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('reveal')}>
        <form onSubmit={(event) => void ask(event)}>
          <Stack gap="sm">
            <TextInput
              label={t('revealReason')}
              description={t('revealHint')}
              data-autofocus
              required
              withAsterisk={false}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
              {t('reveal')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
