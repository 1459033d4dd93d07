import { Alert, Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Static } from 'typebox'
import { useTranslation } from 'react-i18next'
import type { MessageWithAttempts } from '../../../../src/support/user-support-message/contract.ts'
import { get } from '../../api/client.ts'
import { useWho } from '../../app/words.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { useUser } from '../user/queries.ts'
import classes from './messages.module.css'
import { RetryButton } from './retry-button.tsx'
import { useSayCarrier, useSayOutcome, useSayReason } from './words.ts'

type Whole = Static<typeof MessageWithAttempts>

const COLOURS = {
  QUEUED: 'blue',
  RETRY_PENDING: 'orange',
  FAILED: 'red',
  SUCCESS: 'teal',
} as const

/** One message: what it says, what became of it and why, and every attempt. */
export function MessageDetail({ id }: { id: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['message', id],
    queryFn: ({ signal }) => get<Whole>(`/v1/messages/${id}`, { signal }),
  })
  if (data !== undefined) return <Detail message={data} />
  return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />
}

function Detail({ message }: { message: Whole }) {
  const { t } = useTranslation(['messages', 'common'])
  const outcome = useSayOutcome()(message)
  const who = useWho()
  const isBad = message.status === 'FAILED' || message.undeliveredReason !== null
  return (
    <Stack gap="lg">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="sm">
          <Title order={2} size="h2">
            <Name userId={message.userId} />
          </Title>
          <Badge variant="outline" color={COLOURS[message.status]} c="var(--anbu-text)">
            {t(`folder.${message.status}`)}
          </Badge>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="default"
            renderRoot={(props: object) => (
              <Link to="/today/$userId" params={{ userId: message.userId }} {...props} />
            )}
          >
            {t('toUser')}
          </Button>
          {message.status === 'FAILED' && <RetryButton message={message} />}
        </Group>
      </Group>
      {outcome !== undefined && (
        <Alert color={isBad ? 'red' : 'indigo'} p="sm" role="status">
          {outcome}
        </Alert>
      )}
      <div className={classes.bubble}>{message.content ?? t('erased')}</div>
      <dl className={classes.facts}>
        <dt>{t('sender')}</dt>
        <dd>{who(message.createdBy)}</dd>
        <dt>{t('written')}</dt>
        <dd>
          <When at={message.createdAt} />
        </dd>
        <dt>{t('day')}</dt>
        <dd>{t('common:day', { day: message.dayIndex })}</dd>
      </dl>
      <Attempts attempts={message.attempts} />
    </Stack>
  )
}

/** The user's name; the list has it, a message alone does not. */
function Name({ userId }: { userId: Whole['userId'] }) {
  const { data } = useUser(userId)
  return data?.name ?? '…'
}

function Attempts({ attempts }: Pick<Whole, 'attempts'>) {
  const { t } = useTranslation('messages')
  const sayReason = useSayReason()
  const sayCarrier = useSayCarrier()
  return (
    <Stack gap="xs" component="section" aria-label={t('attempts')}>
      <Title order={3} size="h3" fz="md">
        {t('attempts')}
      </Title>
      {attempts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('noAttempts')}
        </Text>
      ) : (
        <Table verticalSpacing={6} className={classes.attempts}>
          <Table.Tbody>
            {attempts.map(({ number, startedAt, outcome, reason, carrier }) => (
              <Table.Tr key={number}>
                <Table.Td className={classes.whole}>{t('attempt', { number })}</Table.Td>
                <Table.Td className={classes.whole}>
                  <When at={startedAt} />
                </Table.Td>
                <Table.Td>
                  {t(`outcomes.${outcome}`)}
                  {reason !== null && (
                    <Text size="xs" c="dimmed">
                      {sayReason(reason)}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td c="dimmed">{sayCarrier(carrier)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}
