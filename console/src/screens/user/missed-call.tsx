import { Alert, Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSayWhy } from '../../app/words.ts'
import { useActs } from './acts.ts'
import type { DialogProps } from './call-dialog.tsx'
import { useMessage, MessageEditor } from './message.tsx'

/** The missed-call message as it will be sent. */
export function MissedCall({ user, call, change }: DialogProps) {
  const { t } = useTranslation('user')
  const say = useSayWhy()
  const acts = useActs(user)
  const message = useMessage({
    userCycleId: call.userCycleId,
    userOutboundId: call.id,
    purpose: 'MISSED_CALL',
    draft: ['missed-call', call.id],
  })
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const mayForce = message.mayForce(failure)
  async function send() {
    setBusy(true)
    message.trying()
    try {
      await acts.missedCall(call, { ...message.body, ...(mayForce && { force: true }) })
      message.sent()
      change(undefined)
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  return (
    <Stack gap="md">
      <MessageEditor message={message} autoFocus />
      {failure !== undefined && <Alert color="red">{say(failure)}</Alert>}
      <Group justify="flex-end">
        <Button loading={busy} disabled={message.body === undefined} onClick={() => void send()}>
          {t(mayForce ? 'sendAllTheSame' : 'send')}
        </Button>
      </Group>
    </Stack>
  )
}
