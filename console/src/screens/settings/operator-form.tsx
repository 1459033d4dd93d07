import { Modal, Select, Stack, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MadeOperator, Operator } from '../../api/administration.ts'
import { isRefused, send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { isAddress, useFields } from '../../app/fields.ts'
import { useMe } from '../../app/session.tsx'
import { told } from '../../app/toasts.tsx'
import { useFocusBack } from '../../parts/focus-back.ts'
import { FormEnd } from './form-end.tsx'
import { useKeptForm } from './kept-form.ts'
import { SitesField } from './sites-field.tsx'

const ROLES = ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR'] as const satisfies Operator['role'][]

type OperatorFormProps = Readonly<{
  /** Who is changed; absent for somebody new. */
  operator: Operator | undefined
  close: () => void
  invited: (name: string, invitation: string | undefined) => void
}>

/** Invites somebody, or changes who they are and what they may do. */
export function OperatorForm({ operator, close, invited }: OperatorFormProps) {
  const { t } = useTranslation(['settings', 'common', 'problems'])
  const mine = useMe().sites
  const first = {
    name: operator?.name ?? '',
    email: '',
    role: operator?.role ?? 'OPERATOR',
    // Nobody hands out hospitals that are not theirs.
    sites: operator === undefined ? mine : operator.sites,
  }
  const { form, isKept, change, letGo } = useKeptForm('operator', operator?.id ?? 'new', first)
  const { name, email, role, sites } = form
  const fields = useFields({
    name: name.trim() === '' ? t('wrong.name') : undefined,
    email: operator === undefined ? faultIn(email) : undefined,
  })
  const { busy, act } = useAct('operators')
  useFocusBack()

  function faultIn(address: string): string | undefined {
    if (address.trim() === '') return t('wrong.noEmail')
    return isAddress(address.trim()) ? undefined : t('wrong.email')
  }
  function end() {
    letGo()
    close()
  }
  async function invite() {
    const body = { name, email: email.trim(), role, ...(sites !== null && { sites }) }
    try {
      const { invitation } = await send<MadeOperator>('POST', '/v1/operators', body)
      invited(name, invitation)
    } catch (error) {
      if (!isRefused(error, 4210)) throw error
      return fields.refuse({ email: t('problems:p4210') })
    }
    end()
  }
  async function save({ id }: Operator) {
    // Only what was changed here: another administrator may have changed the rest meanwhile.
    await send('PATCH', `/v1/operators/${id}`, {
      ...(name !== first.name && { name }),
      ...(role !== first.role && { role }),
      ...(sites !== first.sites && { sites }),
    })
    told(t('saved'))
    end()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (fields.areGood()) void act(operator === undefined ? invite : () => save(operator))
  }

  const title = operator === undefined ? t('people.inviteTitle') : t('people.editTitle', operator)
  return (
    <Modal opened onClose={close} title={title}>
      <form {...fields.form} onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('name')}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={fields.at('name')}
          />
          {operator === undefined && (
            <TextInput
              label={t('email')}
              type="email"
              autoComplete="off"
              value={email}
              onChange={(event) => change({ email: event.currentTarget.value })}
              error={fields.at('email')}
            />
          )}
          <Select
            label={t('role')}
            allowDeselect={false}
            data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            value={role}
            onChange={(value) => value !== null && change({ role: value })}
          />
          <SitesField sites={sites} change={(next) => change({ sites: next })} />
          <FormEnd
            label={operator === undefined ? t('people.invite') : t('common:save')}
            busy={busy}
            isKept={isKept}
            cancel={end}
          />
        </Stack>
      </form>
    </Modal>
  )
}
