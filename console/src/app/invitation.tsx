import {
  Alert,
  Button,
  Center,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../api/administration.ts'
import { isRefused, search } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { Failed, Loading, Notice } from '../parts/states.tsx'
import { LanguageButton } from './language-button.tsx'
import { useSayWhy } from './words.ts'

const SHORTEST = 12

/** Where somebody who was invited chooses a password. The secret is in memory only. */
export function InvitationPage({ secret }: { secret: string }) {
  const { t } = useTranslation(['shell', 'common'])
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation'],
    queryFn: ({ signal }) =>
      search<Invitation>('/v1/invitations/read', { invitation: secret }, { signal }),
    retry: false,
    staleTime: Infinity,
    enabled: secret !== '',
  })
  const isGone = secret === '' || isRefused(error, 4113)
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w={380} gap="lg">
        <Group justify="space-between">
          <Title order={1}>{t('common:product')}</Title>
          <LanguageButton />
        </Group>
        {data !== undefined && <AcceptForm secret={secret} invitation={data} />}
        {isGone && <Notice title={t('invitationGone')} />}
        {!isGone && error !== null && <Failed error={error} retry={() => void refetch()} />}
        {!isGone && error === null && data === undefined && <Loading />}
      </Stack>
    </Center>
  )
}

type AcceptFormProps = Readonly<{ secret: string; invitation: Invitation }>

/** Whoever is not named says their name and address; everybody chooses a password, and is in. */
function AcceptForm({ secret, invitation }: AcceptFormProps) {
  const { t } = useTranslation(['shell', 'common'])
  const isNamed = invitation.email !== ''
  const [name, setName] = useState(invitation.name)
  const [email, setEmail] = useState(invitation.email)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const say = useSayWhy()

  async function accept(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setFailure(undefined)
    const person = isNamed ? {} : { name, email }
    try {
      await search<Me>('/v1/invitations/accept', { invitation: secret, password, ...person })
      // A new page: nothing of the invitation is left in this one.
      location.replace('/')
    } catch (error) {
      setFailure(say(error))
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void accept(event)}>
      <Stack gap="sm">
        <Title order={2} size="h2">
          {t('invitationTitle')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('invitationFor', { role: t(`common:role.${invitation.role}`) })}
        </Text>
        <TextInput
          label={t('name')}
          required
          withAsterisk={false}
          readOnly={isNamed}
          variant={isNamed ? 'filled' : 'default'}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          readOnly={isNamed}
          variant={isNamed ? 'filled' : 'default'}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('newPassword')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={SHORTEST}
          visibilityToggleButtonProps={{ 'aria-label': t('password') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {failure !== undefined && <Alert color="red">{failure}</Alert>}
        <Button type="submit" loading={busy}>
          {t('accept')}
        </Button>
      </Stack>
    </form>
  )
}
