import { Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MadeToken } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import type { Role } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { zoneOfProgramme } from '../../app/clock.ts'
import { useFields } from '../../app/fields.ts'
import { useMe } from '../../app/session.tsx'
import { dayOf, instantOf } from '../../app/when.ts'
import { useFocusBack } from '../../parts/focus-back.ts'
import { FormEnd } from './form-end.tsx'
import { useKeptForm } from './kept-form.ts'
import { SitesField } from './sites-field.tsx'

const ROLES = ['SERVICE', 'OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR'] as const satisfies Role[]
const DAY = 86_400_000
const YEAR = 365 * DAY

type TokenFormProps = Readonly<{
  close: () => void
  made: (name: string, token: string | undefined) => void
}>

/** Makes a token; it ends with the chosen day, by real time, whatever a test clock says. */
export function TokenForm({ close, made }: TokenFormProps) {
  const { t } = useTranslation(['settings', 'common'])
  const zone = zoneOfProgramme()
  const [now] = useState(() => Date.now())
  const first = {
    name: '',
    role: 'SERVICE' as Role,
    // Nobody hands out hospitals that are not theirs.
    sites: useMe().sites,
    lastDay: dayOf(now + YEAR, zone) as string,
  }
  const { form, isKept, change, letGo } = useKeptForm('token', 'new', first)
  const { name, role, sites, lastDay } = form
  const fields = useFields({
    name: name.trim() === '' ? t('wrong.name') : undefined,
    lastDay: lastDay >= dayOf(now, zone) ? undefined : t('wrong.lastDay'),
  })
  const { busy, act } = useAct('tokens', 'operators')
  useFocusBack()

  function end() {
    letGo()
    close()
  }
  async function make() {
    const expiresAt = new Date(instantOf(lastDay, '00:00', zone) + DAY).toISOString()
    const body = { name, role, expiresAt, ...(sites !== null && { sites }) }
    const { token } = await send<MadeToken>('POST', '/v1/tokens', body)
    made(name, token)
    end()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (fields.areGood()) void act(make)
  }

  return (
    <Modal opened onClose={close} title={t('token.makeTitle')}>
      <form {...fields.form} onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('name')}
            description={t('token.nameHint')}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={fields.at('name')}
          />
          <Select
            label={t('role')}
            allowDeselect={false}
            data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            value={role}
            onChange={(value) => value !== null && change({ role: value })}
          />
          <SitesField sites={sites} change={(next) => change({ sites: next })} />
          <TextInput
            label={t('token.expiresOn')}
            type="date"
            min={dayOf(now, zone)}
            value={lastDay}
            onChange={(event) => change({ lastDay: event.currentTarget.value })}
            error={fields.at('lastDay')}
          />
          <FormEnd label={t('token.make')} busy={busy} isKept={isKept} cancel={end} />
        </Stack>
      </form>
    </Modal>
  )
}
