import {
  Alert,
  Anchor,
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
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { SHORTEST_PASSWORD, type Invitation } from '../api/administration.ts'
import { isRefused, search } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import { Failed, Loading, Notice } from '../parts/states.tsx'
import { isAddress, useFields } from './fields.ts'
import { forgetInvitation } from './invited.ts'
import { LanguageButton } from './language-button.tsx'
import { useSayWhy } from './words.ts'

/** Where somebody who was invited chooses a password. */
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
  useEffect(() => {
    if (isGone) forgetInvitation()
  }, [isGone])
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w={380} gap="lg">
        <Group justify="space-between">
          <Title order={1}>{t('common:product')}</Title>
          <LanguageButton />
        </Group>
        <SignedIn />
        {data !== undefined && <AcceptForm secret={secret} invitation={data} />}
        {isGone && (
          <Notice title={t('invitationGone')}>
            <Anchor href="/">{t('toSignIn')}</Anchor>
          </Notice>
        )}
        {!isGone && error !== null && <Failed error={error} retry={() => void refetch()} />}
        {!isGone && error === null && data === undefined && <Loading />}
      </Stack>
    </Center>
  )
}

/** Says who is signed in here already: whoever accepts takes their place. */
function SignedIn() {
  const { t } = useTranslation('shell')
  const { data: me } = useQuery({ ...meQuery, retry: false })
  if (!me) return null
  return <Alert color="yellow">{t('invitationSignedIn', { name: me.name })}</Alert>
}

type AcceptFormProps = Readonly<{ secret: string; invitation: Invitation }>

/** Whoever is not named says their name and address; everybody chooses a password, and is in. */
function AcceptForm({ secret, invitation }: AcceptFormProps) {
  const { t } = useTranslation(['shell', 'common', 'settings'])
  const isNamed = invitation.email !== ''
  const [name, setName] = useState(invitation.name)
  const [email, setEmail] = useState(invitation.email)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const say = useSayWhy()
  const fields = useFields({
    name: isNamed || name.trim() !== '' ? undefined : t('settings:wrong.name'),
    email: isNamed ? undefined : faultIn(email.trim()),
    password: password.length < SHORTEST_PASSWORD ? t('settings:me.tooShort') : undefined,
  })
  function faultIn(address: string): string | undefined {
    if (address === '') return t('settings:wrong.noEmail')
    return isAddress(address) ? undefined : t('settings:wrong.email')
  }

  async function accept(event: FormEvent) {
    event.preventDefault()
    if (!fields.areGood()) return
    setBusy(true)
    setFailure(undefined)
    const person = isNamed ? {} : { name, email: email.trim() }
    try {
      await search<Me>('/v1/invitations/accept', { invitation: secret, password, ...person })
      forgetInvitation()
      // A new page: nothing of the invitation is left in this one.
      location.replace('/')
    } catch (error) {
      setBusy(false)
      if (isRefused(error, 4210)) fields.refuse({ email: say(error) })
      else setFailure(say(error))
    }
  }

  return (
    <form {...fields.form} onSubmit={(event) => void accept(event)}>
      <Stack gap="sm">
        <Title order={2} size="h2">
          {t('invitationTitle')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('invitationFor', { role: t(`common:role.${invitation.role}`) })}
        </Text>
        <TextInput
          label={t('name')}
          readOnly={isNamed}
          variant={isNamed ? 'filled' : 'default'}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fields.at('name')}
        />
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          readOnly={isNamed}
          variant={isNamed ? 'filled' : 'default'}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fields.at('email')}
        />
        <PasswordInput
          label={t('newPassword')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('password') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fields.at('password')}
        />
        {failure !== undefined && <Alert color="red">{failure}</Alert>}
        <Button type="submit" loading={busy}>
          {t('accept')}
        </Button>
      </Stack>
    </form>
  )
}
