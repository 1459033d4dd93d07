import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MadeOperator, Operator } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { SitesField, type Sites } from './sites-field.tsx'

const ROLES = ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR'] as const satisfies Operator['role'][]

type OperatorFormProps = Readonly<{
  /** Who is changed; absent for somebody new. */
  operator: Operator | undefined
  close: () => void
  invited: (name: string, invitation: string) => void
}>

/** Invites somebody, or changes who they are and what they may do. */
export function OperatorForm({ operator, close, invited }: OperatorFormProps) {
  const { t } = useTranslation(['settings', 'common'])
  const [name, setName] = useState(operator?.name ?? '')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Operator['role']>(operator?.role ?? 'OPERATOR')
  const [sites, setSites] = useState<Sites>(operator?.sites ?? null)
  const { busy, act } = useAct('operators')

  async function save() {
    if (operator === undefined) {
      const body = { name, email, role, ...(sites !== null && { sites }) }
      const { invitation } = await send<MadeOperator>('POST', '/v1/operators', body)
      invited(name, invitation)
      return
    }
    await send('PATCH', `/v1/operators/${operator.id}`, { name, role, sites })
    told(t('saved'))
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (await act(save)) close()
  }

  const title = operator === undefined ? t('people.inviteTitle') : t('people.editTitle', operator)
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label={t('name')}
            required
            withAsterisk={false}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {operator === undefined && (
            <TextInput
              label={t('email')}
              type="email"
              autoComplete="off"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
          <Select
            label={t('role')}
            allowDeselect={false}
            data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            value={role}
            onChange={(value) => value !== null && setRole(value)}
          />
          <SitesField sites={sites} change={setSites} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {operator === undefined ? t('people.invite') : t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
