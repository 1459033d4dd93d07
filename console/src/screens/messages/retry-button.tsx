import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused, send } from '../../api/client.ts'
import type { Message } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { refused, told } from '../../app/toasts.tsx'
import { useSayReason } from './words.ts'

const QUIET_HOURS = 4205
const NOT_ALLOWED = 4206

/** Tries a failed message again; asks once more at night, and where it may have arrived already. */
export function RetryButton({ message }: { message: Pick<Message, 'id' | 'reason' | 'version'> }) {
  const { t } = useTranslation(['messages', 'common'])
  const sayReason = useSayReason()
  const [asking, setAsking] = useState<'quiet' | 'unknown'>()
  const { busy, act } = useAct('messages', 'message')

  const retry = (force: boolean) =>
    act(async () => {
      const { id, version } = message
      try {
        const body = force ? { force } : {}
        await send('POST', `/v1/messages/${id}/retry`, body, { ifMatch: version })
      } catch (error) {
        const reason = isRefused(error, NOT_ALLOWED) ? error.problem['reason'] : undefined
        if (typeof reason === 'string') {
          refused(t('refusedBecause', { reason: sayReason(reason) }))
          setAsking(undefined)
          return
        }
        if (!isRefused(error, QUIET_HOURS)) throw error
        setAsking('quiet')
        return
      }
      setAsking(undefined)
      told(t('retried'))
    })
  const isUnknown = message.reason === 'OUTCOME_UNKNOWN'
  return (
    <>
      <Button loading={busy} onClick={() => (isUnknown ? setAsking('unknown') : void retry(false))}>
        {t('retry')}
      </Button>
      <Modal
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={asking === 'unknown' ? t('unknownTitle') : t('quietTitle')}
      >
        <Stack gap="md">
          <Text size="sm">{asking === 'unknown' ? t('unknownHint') : t('quietHint')}</Text>
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={() => setAsking(undefined)}>
              {t('common:cancel')}
            </Button>
            <Button loading={busy} onClick={() => void retry(asking === 'quiet')}>
              {t('retryAnyway')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
