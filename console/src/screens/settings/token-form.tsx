import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MadeToken } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import type { Role } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { zoneOfProgramme } from '../../app/clock.ts'
import { dayOf, instantOf } from '../../app/when.ts'
import { SitesField, type Sites } from './sites-field.tsx'

const ROLES = ['SERVICE', 'OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR'] as const satisfies Role[]
const DAY = 86_400_000
const YEAR = 365 * DAY

type TokenFormProps = Readonly<{ close: () => void; made: (name: string, token: string) => void }>

/** Makes a token; it ends with the chosen day, by real time, whatever a test clock says. */
export function TokenForm({ close, made }: TokenFormProps) {
  const { t } = useTranslation(['settings', 'common'])
  const zone = zoneOfProgramme()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('SERVICE')
  const [sites, setSites] = useState<Sites>(null)
  const [now] = useState(() => Date.now())
  const [lastDay, setLastDay] = useState<string>(() => dayOf(now + YEAR, zone))
  const { busy, act } = useAct('tokens', 'operators')

  async function save() {
    const expiresAt = new Date(instantOf(lastDay, '00:00', zone) + DAY).toISOString()
    const body = { name, role, expiresAt, ...(sites !== null && { sites }) }
    const { token } = await send<MadeToken>('POST', '/v1/tokens', body)
    made(name, token)
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (await act(save)) close()
  }

  return (
    <Modal opened onClose={close} title={t('token.makeTitle')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label={t('name')}
            description={t('token.nameHint')}
            required
            withAsterisk={false}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('role')}
            allowDeselect={false}
            data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            value={role}
            onChange={(value) => value !== null && setRole(value)}
          />
          <SitesField sites={sites} change={setSites} />
          <TextInput
            label={t('token.expiresOn')}
            type="date"
            required
            withAsterisk={false}
            min={dayOf(now, zone)}
            value={lastDay}
            onChange={(event) => setLastDay(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('token.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
