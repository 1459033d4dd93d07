import { ActionIcon, Badge, Button, Menu, Switch, Table, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleQuery, type MadeInvitation, type Operator } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { useMe } from '../../app/session.tsx'
import { told } from '../../app/toasts.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { Confirm, type Question } from './confirm.tsx'
import { OperatorForm } from './operator-form.tsx'
import { Loaded, Section } from './section.tsx'
import { ShownOnce, type Secret } from './shown-once.tsx'
import { useSaySites } from './sites-field.tsx'

const COLOURS = { INVITED: 'blue', ACTIVE: 'teal', LOCKED: 'orange', REMOVED: 'gray' } as const

/** Who works here, and what they may do. */
export function OperatorsSection() {
  const { t } = useTranslation('settings')
  const people = useQuery(peopleQuery)
  const [form, setForm] = useState<{ operator: Operator | undefined }>()
  const [question, setQuestion] = useState<Question>()
  const [secret, setSecret] = useState<Secret>()
  const [showsRemoved, setShowsRemoved] = useState(false)
  const { busy, act } = useAct('operators')

  const invited = (name: string, invitation: string) =>
    setSecret({
      title: t('people.linkTitle', { name }),
      label: t('people.link'),
      hint: t('people.linkHint'),
      value: `${location.origin}${invitation}`,
    })
  const newLink = ({ id, name }: Operator) =>
    act(async () => {
      const path = `/v1/operators/${id}/invitation`
      const { invitation } = await send<MadeInvitation>('POST', path)
      invited(name, invitation)
    })
  const endSessions = ({ id, name }: Operator) =>
    act(async () => {
      await send('DELETE', `/v1/operators/${id}/sessions`)
      told(t('people.sessionsEnded', { name }))
    })
  const remove = ({ id, name }: Operator) =>
    setQuestion({
      title: t('people.removeTitle', { name }),
      hint: t('people.removeHint'),
      label: t('people.remove'),
      act: () =>
        act(async () => {
          await send('DELETE', `/v1/operators/${id}`)
          told(t('people.removed', { name }))
        }),
    })

  return (
    <Section
      title={t('operators')}
      hint={t('people.hint')}
      act={<Button onClick={() => setForm({ operator: undefined })}>{t('people.invite')}</Button>}
    >
      <Loaded query={people}>
        {(all) => {
          const removed = all.filter(({ state }) => state === 'REMOVED').length
          const shown = showsRemoved ? all : all.filter(({ state }) => state !== 'REMOVED')
          return (
            <>
              {shown.length === 0 ? (
                <Notice title={t('people.empty')} hint={t('people.emptyHint')} />
              ) : (
                <PeopleTable
                  people={shown}
                  busy={busy}
                  edit={(operator) => setForm({ operator })}
                  newLink={(operator) => void newLink(operator)}
                  endSessions={(operator) => void endSessions(operator)}
                  remove={remove}
                />
              )}
              {removed > 0 && (
                <Switch
                  label={t('people.showRemoved', { count: removed })}
                  checked={showsRemoved}
                  onChange={(event) => setShowsRemoved(event.currentTarget.checked)}
                />
              )}
            </>
          )
        }}
      </Loaded>
      {form !== undefined && (
        <OperatorForm operator={form.operator} close={() => setForm(undefined)} invited={invited} />
      )}
      <Confirm question={question} busy={busy} close={() => setQuestion(undefined)} />
      <ShownOnce secret={secret} close={() => setSecret(undefined)} />
    </Section>
  )
}

type Acts = Readonly<Record<'edit' | 'newLink' | 'endSessions' | 'remove', (one: Operator) => void>>
type PeopleTableProps = Acts & Readonly<{ people: readonly Operator[]; busy: boolean }>

function PeopleTable({ people, busy, ...acts }: PeopleTableProps) {
  const { t } = useTranslation(['settings', 'common'])
  const saySites = useSaySites()
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('role')}</Table.Th>
            <Table.Th>{t('sites')}</Table.Th>
            <Table.Th>{t('people.state')}</Table.Th>
            <Table.Th>{t('people.lastSeen')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('actions')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                {one.name}
                <Text size="xs" c="dimmed">
                  {one.email}
                </Text>
              </Table.Td>
              <Table.Td>{t(`common:role.${one.role}`)}</Table.Td>
              <Table.Td maw={240}>{saySites(one.sites)}</Table.Td>
              <Table.Td title={one.state === 'LOCKED' ? t('people.lockedHint') : undefined}>
                <Badge variant="outline" color={COLOURS[one.state]} c="var(--anbu-text)">
                  {t(`people.states.${one.state}`)}
                </Badge>
              </Table.Td>
              <Table.Td>
                {one.lastSeenAt === null ? t('never') : <When at={one.lastSeenAt} />}
              </Table.Td>
              <Table.Td ta="right">
                <PersonMenu one={one} busy={busy} {...acts} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type PersonMenuProps = Acts & Readonly<{ one: Operator; busy: boolean }>

/** What may be done with one person; nobody shuts themselves out. */
function PersonMenu({ one, busy, edit, newLink, endSessions, remove }: PersonMenuProps) {
  const { t } = useTranslation('settings')
  const isMe = useMe().operator === one.id
  const isRemoved = one.state === 'REMOVED'
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t('actionsFor', one)} disabled={busy}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isRemoved ? (
          <Menu.Item onClick={() => newLink(one)}>{t('people.bringBack')}</Menu.Item>
        ) : (
          <>
            <Menu.Item onClick={() => edit(one)}>{t('people.edit')}</Menu.Item>
            <Menu.Item onClick={() => newLink(one)}>{t('people.newLink')}</Menu.Item>
          </>
        )}
        {!isRemoved && !isMe && (
          <>
            <Menu.Item onClick={() => endSessions(one)}>{t('people.endSessions')}</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => remove(one)}>
              {t('people.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
