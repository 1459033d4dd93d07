import { Button, Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreference } from '../app/preferences.ts'
import { boundKeys, PLACES, useKeys, type KeyName } from './keys.ts'

/** The list of keys that do something here, on `?`; and the switch that turns them off. */
export function KeysHelp() {
  const { t } = useTranslation(['shell', 'keys'])
  const [keys, setKeys] = useState<readonly KeyName[]>()
  const [state, setState] = usePreference<'on' | 'off'>('keys', 'on')
  const show = () => setKeys(boundKeys())
  useKeys({ keys: show })
  return (
    <Modal opened={keys !== undefined} onClose={() => setKeys(undefined)} title={t('keysTitle')}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {state === 'on' ? t('keysHint') : t('keysAreOff')}
        </Text>
        {keys?.map((name) => (
          <Group key={name} justify="space-between" wrap="nowrap">
            <Text size="sm">{t(`keys:${name}`)}</Text>
            <Group gap={4}>
              {PLACES[name].map((place) => (
                <Kbd key={place}>{sayKey(place)}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Button variant="default" onClick={() => setState(state === 'on' ? 'off' : 'on')}>
          {state === 'on' ? t('keysOff') : t('keysOn')}
        </Button>
      </Stack>
    </Modal>
  )
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  'Shift+ArrowLeft': '⇧←',
  'Shift+ArrowRight': '⇧→',
  Escape: 'Esc',
  Slash: '/',
  'Shift+Slash': '?',
}

/** `KeyC` as it stands on the key. */
export function sayKey(place: string): string {
  return SIGNS[place] ?? place.replace('Shift+', '⇧').replace('Ctrl+', 'Ctrl ').replace('Key', '')
}

/** The key of an act, for its button. */
export function KeyHint({ of }: { of: KeyName }) {
  const [state] = usePreference<'on' | 'off'>('keys', 'on')
  const [place] = PLACES[of]
  if (state === 'off' || place === undefined) return null
  return (
    <Kbd size="xs" aria-hidden="true">
      {sayKey(place)}
    </Kbd>
  )
}
