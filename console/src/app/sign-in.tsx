import {
  Alert,
  Button,
  Center,
  Divider,
  Group,
  Paper,
  PasswordInput,
  Stack,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused, send } from '../api/client.ts'
import { signInQuery } from '../api/queries.ts'
import type { Me, Role, SignInWays } from '../api/types.ts'
import { Loading } from '../parts/states.tsx'
import { areDraftsKept } from './drafts.ts'
import { LanguageButton } from './language-button.tsx'
import { Unavailable } from './unavailable.tsx'
import { useSayWhy } from './words.ts'

type Entered = { entered: (me: Me) => void }

/** The way in: by password, by the organisation's own sign-in, and with one click where all data is made up. */
export function SignIn({ ended, entered }: Entered & { ended: boolean }) {
  const { t } = useTranslation(['shell', 'common'])
  const { data: ways, error, errorUpdateCount, refetch } = useQuery(signInQuery)
  if (errorUpdateCount > 0 && ways === undefined) {
    return <Unavailable error={error} retry={() => void refetch()} />
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w={360} gap="lg">
        <Group justify="space-between">
          <Title order={1}>{t('common:product')}</Title>
          <LanguageButton />
        </Group>
        {ended && (
          <Alert color="indigo">
            {t('sessionEnded')} {areDraftsKept() && t('draftsKept')}
          </Alert>
        )}
        {ways === undefined ? <Loading /> : <Ways ways={ways} entered={entered} />}
      </Stack>
    </Center>
  )
}

function Ways({ ways, entered }: Entered & { ways: SignInWays }) {
  const { t } = useTranslation('shell')
  const failedBefore = new URLSearchParams(location.search).get('failed') === 'oidc'
  return (
    <>
      {failedBefore && ways.oidc !== null && (
        <Alert color="red">{t('oidcFailed', { name: ways.oidc.name })}</Alert>
      )}
      {ways.demo.length > 0 && <DemoWays roles={ways.demo} entered={entered} />}
      <Paper withBorder p="lg">
        <Stack gap="md">
          {ways.oidc !== null && <OidcWay name={ways.oidc.name} />}
          {ways.oidc !== null && ways.password && <Divider label={t('or')} />}
          {ways.password && <PasswordWay entered={entered} />}
        </Stack>
      </Paper>
    </>
  )
}

/** One attempt to come in at a time, and why the last one failed. */
function useAttempt(entered: (me: Me) => void) {
  const { t } = useTranslation('shell')
  const say = useSayWhy()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  async function attempt(ask: () => Promise<Me>) {
    setBusy(true)
    setFailure(undefined)
    try {
      entered(await ask())
    } catch (error) {
      setFailure(isRefused(error, 4010) ? t('signInFailed') : say(error))
      setBusy(false)
    }
  }
  return { busy, failure, attempt }
}

function PasswordWay({ entered }: Entered) {
  const { t } = useTranslation('shell')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { busy, failure, attempt } = useAttempt(entered)
  function submit(event: FormEvent) {
    event.preventDefault()
    void attempt(() => send<Me>('POST', '/v1/session', { email, password }))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={failure}
        />
        <Button type="submit" loading={busy}>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  )
}

function OidcWay({ name }: { name: string }) {
  const { t } = useTranslation('shell')
  const { busy, failure, attempt } = useAttempt(() => undefined)
  const leave = () =>
    attempt(async () => {
      const { url } = await send<{ url: string }>('POST', '/v1/session/oidc')
      location.assign(url)
      return await new Promise<never>(() => undefined)
    })
  return (
    <>
      <Button variant="default" loading={busy} onClick={() => void leave()}>
        {t('signInWith', { name })}
      </Button>
      {failure !== undefined && <Alert color="red">{failure}</Alert>}
    </>
  )
}

function DemoWays({ roles, entered }: Entered & { roles: readonly Role[] }) {
  const { t } = useTranslation(['shell', 'common'])
  const { busy, failure, attempt } = useAttempt(entered)
  return (
    <Paper withBorder p="lg">
      <Stack gap="xs">
        <Title order={2} size="h2">
          {t('demoTitle')}
        </Title>
        {roles.map((role, at) => (
          <Button
            key={role}
            variant={at === 0 ? 'filled' : 'default'}
            disabled={busy}
            onClick={() => void attempt(() => send<Me>('POST', '/v1/session/demo', { role }))}
          >
            {t('demoAs', { role: t(`common:role.${role}`) })}
          </Button>
        ))}
        {failure !== undefined && <Alert color="red">{failure}</Alert>}
      </Stack>
    </Paper>
  )
}
