import { Badge, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tokensQuery, type Token } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { refused, told } from '../../app/toasts.tsx'
import { dayOf, sayDay, sayExactly } from '../../app/when.ts'
import { useSaying, useWho } from '../../app/words.ts'
import { DataTable, type Columns } from '../../parts/table.tsx'
import { useAskedAnew } from './asked-anew.ts'
import { Confirm, type Question } from './confirm.tsx'
import { BY_NAME, LastUsed } from './last-used.tsx'
import { Loaded, Section } from './section.tsx'
import { ShownOnce, type Secret } from './shown-once.tsx'
import { SitesOf } from './sites-field.tsx'
import { TokenForm } from './token-form.tsx'

const SOON = 30 * 86_400_000

/** By which tokens other systems come in. */
export function TokensSection() {
  const { t } = useTranslation('settings')
  const tokens = useAskedAnew(tokensQuery)
  const [making, setMaking] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const [secret, setSecret] = useState<Secret>()
  const { busy, act } = useAct('tokens')

  function made(name: string, value: string | undefined) {
    if (value === undefined) return refused(t('token.lost'))
    setSecret({
      title: t('token.madeTitle', { name }),
      label: t('token.value'),
      hint: t('token.madeHint'),
      value,
    })
  }
  const revoke = ({ id, name }: Token) =>
    setQuestion({
      title: t('token.revokeTitle', { name }),
      hint: t('token.revokeHint'),
      label: t('token.revoke'),
      act: () =>
        act(async () => {
          await send('DELETE', `/v1/tokens/${id}`)
          told(t('token.revoked', { name }))
        }),
    })

  return (
    <Section
      title={t('tokens')}
      hint={t('token.hint')}
      act={<Button onClick={() => setMaking(true)}>{t('token.make')}</Button>}
    >
      <Loaded query={tokens}>{(items) => <TokenTable tokens={items} revoke={revoke} />}</Loaded>
      {making && <TokenForm close={() => setMaking(false)} made={made} />}
      <Confirm question={question} busy={busy} close={() => setQuestion(undefined)} />
      <ShownOnce secret={secret} close={() => setSecret(undefined)} />
    </Section>
  )
}

type TokenTableProps = Readonly<{ tokens: readonly Token[]; revoke: (token: Token) => void }>

function TokenTable({ tokens, revoke }: TokenTableProps) {
  const { t } = useTranslation(['settings', 'common'])
  const who = useWho()
  const columns: Columns<Token> = [
    { id: 'name', header: t('name'), accessorFn: ({ name }) => name },
    { id: 'role', header: t('role'), accessorFn: ({ role }) => t(`common:role.${role}`) },
    { id: 'sites', header: t('sites'), cell: ({ row }) => <SitesOf sites={row.original.sites} /> },
    {
      id: 'expires',
      header: t('token.expires'),
      accessorFn: ({ expiresAt }) => expiresAt,
      cell: ({ row }) => (
        <Group gap={6}>
          <LastDay at={row.original.expiresAt} />
          <Expiry at={row.original.expiresAt} />
        </Group>
      ),
    },
    {
      id: 'lastUsed',
      header: t('token.lastUsed'),
      accessorFn: ({ lastUsedAt }) => lastUsedAt ?? '',
      cell: ({ row }) => <LastUsed at={row.original.lastUsedAt} />,
    },
    { id: 'madeBy', header: t('token.madeBy'), accessorFn: ({ createdBy }) => who(createdBy) },
    {
      id: 'acts',
      header: t('actions'),
      meta: { holds: 'acts' },
      cell: ({ row: { original: token } }) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('token.revokeNamed', token)}
          onClick={() => revoke(token)}
        >
          {t('token.revoke')}
        </Button>
      ),
    },
  ]
  return (
    <DataTable
      name={t('tokens')}
      columns={columns}
      rows={tokens}
      idOf={({ id }) => String(id)}
      first={BY_NAME}
      empty={{ title: t('token.empty'), hint: t('token.emptyHint') }}
    />
  )
}

/** The last day on which a token works: it ends at the midnight after it, unless its maker chose an hour. */
function LastDay({ at }: { at: string }) {
  const saying = useSaying()
  return (
    <time dateTime={at} title={sayExactly(at, saying)}>
      {sayDay(dayOf(Date.parse(at) - 1, saying.zone), saying)}
    </time>
  )
}

/** Tokens end by real time. */
function Expiry({ at }: { at: string }) {
  const { t } = useTranslation('settings')
  const [now] = useState(() => Date.now())
  const left = Date.parse(at) - now
  if (left > SOON) return null
  return (
    <Badge
      variant="outline"
      miw="max-content"
      color={left < 0 ? 'red' : 'orange'}
      c="var(--anbu-text)"
    >
      {left < 0 ? t('token.expired') : t('token.soon')}
    </Badge>
  )
}
