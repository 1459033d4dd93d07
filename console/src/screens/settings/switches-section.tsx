import { Alert, Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { switchesQuery } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { useMe } from '../../app/session.tsx'
import { told } from '../../app/toasts.tsx'
import { Confirm, type Question } from './confirm.tsx'
import { Loaded, Section } from './section.tsx'

/** Stops every message at once, or lets them go again. */
export function SwitchesSection() {
  const { t } = useTranslation('settings')
  const seesAll = useMe().sites === null
  const switches = useQuery(switchesQuery)
  const [question, setQuestion] = useState<Question>()
  const { busy, act } = useAct('switches')

  const set = (messages: boolean) =>
    act(async () => {
      await send('PUT', '/v1/switches', { messages })
      told(messages ? t('stop.started') : t('stop.stopped'))
    })
  const stop = () =>
    setQuestion({
      title: t('stop.stopTitle'),
      hint: t('stop.onHint'),
      label: t('stop.stop'),
      act: () => set(false),
    })

  return (
    <Section title={t('switches')}>
      <Loaded query={switches}>
        {({ messages }) => (
          <Alert color={messages ? 'teal' : 'red'} maw={560} role="status">
            <Stack gap="sm" align="flex-start">
              <Text fw={600}>{messages ? t('stop.on') : t('stop.off')}</Text>
              <Text size="sm">{messages ? t('stop.onHint') : t('stop.offHint')}</Text>
              {!seesAll ? (
                <Text size="sm">{t('stop.ofAll')}</Text>
              ) : messages ? (
                <Button color="red" loading={busy} onClick={stop}>
                  {t('stop.stop')}
                </Button>
              ) : (
                <Button loading={busy} onClick={() => void set(true)}>
                  {t('stop.start')}
                </Button>
              )}
            </Stack>
          </Alert>
        )}
      </Loaded>
      <Confirm question={question} busy={busy} close={() => setQuestion(undefined)} />
    </Section>
  )
}
