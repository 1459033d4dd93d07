import { Badge, Button, Group, Table, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tokensQuery, type Token } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { useWho } from '../../app/words.ts'
import { Notice } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { Confirm, type Question } from './confirm.tsx'
import { Loaded, Section } from './section.tsx'
import { ShownOnce, type Secret } from './shown-once.tsx'
import { useSaySites } from './sites-field.tsx'
import { TokenForm } from './token-form.tsx'

const SOON = 30 * 86_400_000

/** By which tokens other systems come in. */
export function TokensSection() {
  const { t } = useTranslation('settings')
  const tokens = useQuery(tokensQuery)
  const [making, setMaking] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const [secret, setSecret] = useState<Secret>()
  const { busy, act } = useAct('tokens')

  const made = (name: string, value: string) =>
    setSecret({
      title: t('token.madeTitle', { name }),
      label: t('token.value'),
      hint: t('token.madeHint'),
      value,
    })
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
      <Loaded query={tokens}>
        {(items) =>
          items.length === 0 ? (
            <Notice title={t('token.empty')} hint={t('token.emptyHint')} />
          ) : (
            <TokenTable tokens={items} revoke={revoke} />
          )
        }
      </Loaded>
      {making && <TokenForm close={() => setMaking(false)} made={made} />}
      <Confirm question={question} busy={busy} close={() => setQuestion(undefined)} />
      <ShownOnce secret={secret} close={() => setSecret(undefined)} />
    </Section>
  )
}

type TokenTableProps = Readonly<{ tokens: readonly Token[]; revoke: (token: Token) => void }>

function TokenTable({ tokens, revoke }: TokenTableProps) {
  const { t } = useTranslation(['settings', 'common'])
  const saySites = useSaySites()
  const who = useWho()
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('role')}</Table.Th>
            <Table.Th>{t('sites')}</Table.Th>
            <Table.Th>{t('token.expires')}</Table.Th>
            <Table.Th>{t('token.lastUsed')}</Table.Th>
            <Table.Th>{t('token.madeBy')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>{token.name}</Table.Td>
              <Table.Td>{t(`common:role.${token.role}`)}</Table.Td>
              <Table.Td maw={200}>{saySites(token.sites)}</Table.Td>
              <Table.Td>
                <Group gap={6}>
                  <When at={token.expiresAt} />
                  <Expiry at={token.expiresAt} />
                </Group>
              </Table.Td>
              <Table.Td>
                {token.lastUsedAt === null ? t('never') : <When at={token.lastUsedAt} />}
              </Table.Td>
              <Table.Td>{who(token.createdBy)}</Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('token.revokeNamed', token)}
                  onClick={() => revoke(token)}
                >
                  {t('token.revoke')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Tokens end by real time. */
function Expiry({ at }: { at: string }) {
  const { t } = useTranslation('settings')
  const [now] = useState(() => Date.now())
  const left = Date.parse(at) - now
  if (left > SOON) return null
  return (
    <Badge variant="outline" color={left < 0 ? 'red' : 'orange'} c="var(--anbu-text)">
      {left < 0 ? t('token.expired') : t('token.soon')}
    </Badge>
  )
}
