import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import { placesQuery } from '../../api/queries.ts'
import type { User } from '../../api/types.ts'
import { told } from '../../app/toasts.tsx'
import { useTellWhy } from '../../app/words.ts'

type ChangeProps = Readonly<{ user: User; kind: 'SITE' | 'MD'; close: () => void }>

/** Asks the system that owns it for another hospital or doctor; until it answers, the request is shown as pending. */
export function ChangeDialog({ user, kind, close }: ChangeProps) {
  const { t } = useTranslation(['user', 'common'])
  const client = useQueryClient()
  const tellWhy = useTellWhy()
  const { data: places } = useQuery(placesQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const choices =
    kind === 'SITE'
      ? (places?.sites ?? []).map(({ siteId, name }) => ({
          value: String(siteId),
          label: name ?? siteId,
        }))
      : (places?.mds ?? []).map(({ mdId, name }) => ({ value: String(mdId), label: name ?? mdId }))
  const now = kind === 'SITE' ? user.site?.siteId : user.md?.mdId
  const path = `/v1/users/${encodeURIComponent(user.userId)}`

  async function ask(method: 'PUT' | 'DELETE', address: string, body: object) {
    try {
      await send(method, path + address, body)
      told(t('requested'))
      close()
    } catch (error) {
      tellWhy(error)
    }
    void client.invalidateQueries({ queryKey: ['user', user.userId] })
  }
  function request() {
    const name = choices.find(({ value }) => value === chosen)?.label
    if (kind === 'SITE') return ask('PUT', '/site', { siteId: chosen, siteName: name })
    return ask('PUT', '/md', { mdId: chosen, mdName: name })
  }
  return (
    <Modal opened onClose={close} title={t(kind === 'SITE' ? 'changeSite' : 'changeMd')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('changeHint')}
        </Text>
        <Select
          label={t(kind === 'SITE' ? 'site' : 'md')}
          data={choices.filter(({ value }) => value !== now)}
          value={chosen}
          onChange={setChosen}
          searchable
          data-autofocus
          comboboxProps={{ withinPortal: false }}
        />
        <Group justify="flex-end">
          {kind === 'MD' && user.md !== null && (
            <Button variant="default" color="red" onClick={() => void ask('DELETE', '/md', {})}>
              {t('removeMd')}
            </Button>
          )}
          <Button disabled={chosen === null} onClick={() => void request()}>
            {t('request')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
