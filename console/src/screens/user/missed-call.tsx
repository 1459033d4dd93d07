import { Alert, Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../api/client.ts'
import { useSayWhy } from '../../app/words.ts'
import { useActs } from './acts.ts'
import type { DialogProps } from './call-dialog.tsx'
import { useMessage, MessageEditor } from './message.tsx'

/** Rules that a person may set aside: sent a moment ago, and at night. */
const MAY_FORCE = new Set([4203, 4205])

/** The missed-call message as it will be sent. */
export function MissedCall({ user, call, change }: DialogProps) {
  const { t } = useTranslation('user')
  const say = useSayWhy()
  const acts = useActs(user)
  const message = useMessage({
    userCycleId: call.userCycleId,
    purpose: 'MISSED_CALL',
    draft: ['missed-call', call.id],
  })
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  async function send(force: boolean) {
    setBusy(true)
    try {
      await acts.missedCall(call, { ...message.body, ...(force && { force }) })
      message.clear()
      change(undefined)
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  const mayForce = failure instanceof Refused && MAY_FORCE.has(failure.code)
  return (
    <Stack gap="md">
      <MessageEditor message={message} autoFocus />
      {failure !== undefined && <Alert color="red">{say(failure)}</Alert>}
      <Group justify="flex-end">
        {mayForce ? (
          <Button loading={busy} onClick={() => void send(true)}>
            {t('sendAllTheSame')}
          </Button>
        ) : (
          <Button
            loading={busy}
            disabled={message.body === undefined}
            onClick={() => void send(false)}
          >
            {t('send')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
