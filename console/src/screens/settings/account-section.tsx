import { Badge, Button, Paper, PasswordInput, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionsQuery, SHORTEST_PASSWORD, type SessionInList } from '../../api/administration.ts'
import { isRefused, send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { sayWhen } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import { DataTable, type Columns } from '../../parts/table.tsx'
import { When } from '../../parts/when.tsx'
import { deviceOf } from './device.ts'
import { Loaded, Section } from './section.tsx'

/** One's own sessions and password. */
export function AccountSection() {
  const { t } = useTranslation('settings')
  const sessions = useQuery(sessionsQuery)
  return (
    <>
      <Section title={t('me.sessionsTitle')} hint={t('me.sessionsHint')}>
        <Loaded query={sessions}>{(items) => <SessionTable sessions={items} />}</Loaded>
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
  const saying = useSaying()
  const deviceIn = ({ userAgent }: SessionInList) => deviceOf(userAgent) ?? t('me.unknownDevice')
  const columns: Columns<SessionInList> = [
    {
      id: 'device',
      header: t('me.device'),
      cell: ({ row: { original: one } }) => <span title={one.userAgent}>{deviceIn(one)}</span>,
    },
    { id: 'since', header: t('me.since'), cell: ({ row }) => <When at={row.original.createdAt} /> },
    {
      id: 'lastSeen',
      header: t('me.lastSeen'),
      cell: ({ row }) => <When at={row.original.lastSeenAt} />,
    },
    { id: 'until', header: t('me.until'), cell: ({ row }) => <When at={row.original.expiresAt} /> },
    {
      id: 'acts',
      header: t('actions'),
      meta: { holds: 'acts' },
      cell: ({ row: { original: one } }) =>
        one.current ? (
          <Badge variant="light" miw="max-content">
            {t('me.current')}
          </Badge>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            disabled={busy}
            aria-label={t('me.endNamed', {
              device: deviceIn(one),
              when: sayWhen(one.createdAt, saying),
            })}
            onClick={() => void end(one)}
          >
            {t('me.end')}
          </Button>
        ),
    },
  ]
  return (
    <DataTable
      name={t('me.sessionsTitle')}
      columns={columns}
      rows={sessions}
      idOf={({ id }) => id}
      empty={{ title: t('me.noSessions') }}
    />
  )
}

function PasswordForm() {
  const { t } = useTranslation('settings')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState(false)
  const { busy, act } = useAct('sessions')
  const tooShort = password !== '' && password.length < SHORTEST_PASSWORD
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
            disabled={current === '' || password.length < SHORTEST_PASSWORD}
          >
            {t('me.change')}
          </Button>
        </Stack>
      </form>
    </Paper>
  )
}
