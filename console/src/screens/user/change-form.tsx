import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import { placesQuery } from '../../api/queries.ts'
import type { User } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'

type Kind = 'SITE' | 'MD'
type ChangeProps = Readonly<{ user: User; kind: Kind; close: () => void }>

/** Asks the system that owns it for another hospital or doctor; until it answers, the request is shown as pending. */
export function ChangeForm({ user, kind, close }: ChangeProps) {
  const { t } = useTranslation(['user', 'common'])
  const { busy, act } = useAct('user')
  const [chosen, setChosen] = useState<string | null>(null)
  const pending = pendingOf(user, kind)
  const choices = useChoices(user, kind)
  const path = `/v1/users/${encodeURIComponent(user.userId)}`

  async function ask(method: 'PUT' | 'DELETE', address: string, body: object) {
    if (!(await act(() => send(method, path + address, body)))) return
    told(t('requested'))
    close()
  }
  function request() {
    const name = choices.find(({ value }) => value === chosen)?.name
    if (kind === 'SITE') return ask('PUT', '/site', { siteId: chosen, siteName: name })
    return ask('PUT', '/md', { mdId: chosen, mdName: name })
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t(pending === undefined ? 'changeHint' : 'changeAgainHint')}
      </Text>
      <Select
        label={t(kind === 'SITE' ? 'site' : 'md')}
        data={choices.map(({ value, label }) => ({ value, label }))}
        value={chosen}
        onChange={setChosen}
        searchable
        data-autofocus
        // By Arrow down, by a click, or as one types: until then Escape leaves the dialog.
        openOnFocus={false}
        comboboxProps={{ withinPortal: false }}
        // The list itself is scrolled, as those expect who hear it.
        withScrollArea={false}
        styles={{ options: { maxHeight: 220, overflowY: 'auto' } }}
      />
      <Group justify="flex-end">
        {kind === 'MD' && mayRemoveMd(user) && (
          <Button
            variant="default"
            color="red"
            disabled={busy}
            onClick={() => void ask('DELETE', '/md', {})}
          >
            {t('removeMd')}
          </Button>
        )}
        <Button disabled={chosen === null} loading={busy} onClick={() => void request()}>
          {t('request')}
        </Button>
      </Group>
    </Stack>
  )
}

/** What can be asked for: with a request pending also the present place, which takes the request back. */
function useChoices(user: User, kind: Kind) {
  const { t } = useTranslation('user')
  const { data: places } = useQuery(placesQuery)
  const known: readonly Readonly<{ id: string; name: string | null }>[] =
    kind === 'SITE'
      ? (places?.sites ?? []).map(({ siteId: id, name }) => ({ id, name }))
      : (places?.mds ?? []).map(({ mdId: id, name }) => ({ id, name }))
  const present: string | undefined = kind === 'SITE' ? user.site?.siteId : user.md?.mdId
  const pending = pendingOf(user, kind)
  return known
    .filter(({ id }) => (id === present ? pending !== undefined : id !== pending?.to))
    .map(({ id: value, name: given }) => {
      const name = given ?? value
      return { value, name, label: value === present ? t('asItIs', { label: name }) : name }
    })
}

function pendingOf({ pendingChanges }: User, kind: Kind) {
  return pendingChanges.find((change) => (change.kind === 'SITE') === (kind === 'SITE'))
}

/** There is a doctor, or one is asked for, and nobody has asked for none. */
function mayRemoveMd(user: User): boolean {
  const pending = pendingOf(user, 'MD')
  return pending === undefined ? user.md !== null : pending.kind === 'MD'
}
