import { Badge, Button, Paper, PasswordInput, Stack, Table, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionsQuery, type SessionInList } from '../../api/administration.ts'
import { isRefused, send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { Notice } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { deviceOf } from './device.ts'
import { Loaded, Section } from './section.tsx'

const SHORTEST = 12

/** One's own sessions and password. */
export function AccountSection() {
  const { t } = useTranslation('settings')
  const sessions = useQuery(sessionsQuery)
  return (
    <>
      <Section title={t('me.sessionsTitle')} hint={t('me.sessionsHint')}>
        <Loaded query={sessions}>
          {(items) =>
            items.length === 0 ? (
              <Notice title={t('me.noSessions')} />
            ) : (
              <SessionTable sessions={items} />
            )
          }
        </Loaded>
      </Section>
      <Section title={t('me.passwordTitle')} hint={t('me.passwordHint')}>
        <PasswordForm />
      </Section>
    </>
  )
}

function SessionTable({ sessions }: { sessions: readonly SessionInList[] }) {
  const { t } = useTranslation('settings')
  const { busy, act } = useAct('sessions')
  async function end({ id }: SessionInList) {
    if (await act(() => send('DELETE', `/v1/sessions/${id}`))) told(t('me.ended'))
  }
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('me.device')}</Table.Th>
            <Table.Th>{t('me.since')}</Table.Th>
            <Table.Th>{t('me.lastSeen')}</Table.Th>
            <Table.Th>{t('me.until')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => {
            const device = deviceOf(session.userAgent) ?? t('me.unknownDevice')
            return (
              <Table.Tr key={session.id}>
                <Table.Td title={session.userAgent}>{device}</Table.Td>
                <Table.Td>
                  <When at={session.createdAt} />
                </Table.Td>
                <Table.Td>
                  <When at={session.lastSeenAt} />
                </Table.Td>
                <Table.Td>
                  <When at={session.expiresAt} />
                </Table.Td>
                <Table.Td ta="right">
                  {session.current ? (
                    <Badge variant="light">{t('me.current')}</Badge>
                  ) : (
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={busy}
                      aria-label={t('me.endNamed', { device })}
                      onClick={() => void end(session)}
                    >
                      {t('me.end')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function PasswordForm() {
  const { t } = useTranslation('settings')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState(false)
  const { busy, act } = useAct('sessions')
  const tooShort = password !== '' && password.length < SHORTEST
  async function change(event: FormEvent) {
    event.preventDefault()
    setWrong(false)
    await act(async () => {
      try {
        await send('PUT', '/v1/me/password', { current, password })
      } catch (error) {
        if (!isRefused(error, 4010)) throw error
        setWrong(true)
        return
      }
      setCurrent('')
      setPassword('')
      told(t('me.changed'))
    })
  }
  return (
    <Paper withBorder p="md" maw={420}>
      <form onSubmit={(event) => void change(event)}>
        <Stack gap="sm">
          <PasswordInput
            label={t('me.currentPassword')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('me.show') }}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={wrong && t('me.wrong')}
          />
          <PasswordInput
            label={t('me.newPassword')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('me.show') }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={tooShort && t('me.tooShort')}
          />
          <Button
            type="submit"
            loading={busy}
            disabled={current === '' || password.length < SHORTEST}
          >
            {t('me.change')}
          </Button>
        </Stack>
      </form>
    </Paper>
  )
}
