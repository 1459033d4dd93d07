import { ActionIcon, Badge, Button, Menu, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleQuery, type MadeInvitation, type Operator } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { useMe } from '../../app/session.tsx'
import { refused, told } from '../../app/toasts.tsx'
import { Icon } from '../../parts/icon.tsx'
import { DataTable, type Columns } from '../../parts/table.tsx'
import { useAskedAnew } from './asked-anew.ts'
import { Confirm, type Question } from './confirm.tsx'
import { BY_NAME, LastUsed } from './last-used.tsx'
import { OperatorForm } from './operator-form.tsx'
import { Loaded, Section } from './section.tsx'
import { ShownOnce, type Secret } from './shown-once.tsx'
import { SitesOf } from './sites-field.tsx'

const COLOURS = { INVITED: 'blue', ACTIVE: 'teal', LOCKED: 'orange', REMOVED: 'gray' } as const

/** Who works here, and what they may do. */
export function OperatorsSection() {
  const { t } = useTranslation('settings')
  const people = useAskedAnew(peopleQuery)
  const [form, setForm] = useState<{ operator: Operator | undefined }>()
  const [question, setQuestion] = useState<Question>()
  const [secret, setSecret] = useState<Secret>()
  const [showsRemoved, setShowsRemoved] = useState(false)
  const { busy, act } = useAct('operators')

  function invited(name: string, invitation: string | undefined) {
    if (invitation === undefined) return refused(t('people.linkLost', { name }))
    setSecret({
      title: t('people.linkTitle', { name }),
      label: t('people.link'),
      hint: t('people.linkHint'),
      value: `${location.origin}${invitation}`,
    })
  }
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
              <PeopleTable
                people={shown}
                busy={busy}
                edit={(operator) => setForm({ operator })}
                newLink={(operator) => void newLink(operator)}
                endSessions={(operator) => void endSessions(operator)}
                remove={remove}
              />
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

function PeopleTable({ people, ...acts }: PeopleTableProps) {
  const { t } = useTranslation(['settings', 'common'])
  const columns: Columns<Operator> = [
    {
      id: 'name',
      header: t('name'),
      accessorFn: ({ name }) => name,
      cell: ({ row: { original: one } }) => (
        <>
          {one.name}
          <Text size="xs" c="dimmed">
            {one.email}
          </Text>
        </>
      ),
    },
    { id: 'role', header: t('role'), accessorFn: ({ role }) => t(`common:role.${role}`) },
    { id: 'sites', header: t('sites'), cell: ({ row }) => <SitesOf sites={row.original.sites} /> },
    { id: 'state', header: t('people.state'), cell: ({ row }) => <State one={row.original} /> },
    {
      id: 'lastSeen',
      header: t('people.lastSeen'),
      accessorFn: ({ lastSeenAt }) => lastSeenAt ?? '',
      cell: ({ row }) => <LastUsed at={row.original.lastSeenAt} />,
    },
    {
      id: 'acts',
      header: t('actions'),
      meta: { holds: 'acts' },
      cell: ({ row }) => <PersonMenu one={row.original} {...acts} />,
    },
  ]
  return (
    <DataTable
      name={t('operators')}
      columns={columns}
      rows={people}
      idOf={({ id }) => id}
      first={BY_NAME}
      empty={{ title: t('people.empty'), hint: t('people.emptyHint') }}
    />
  )
}

function State({ one: { state } }: { one: Operator }) {
  const { t } = useTranslation('settings')
  return (
    <Badge
      variant="outline"
      miw="max-content"
      color={COLOURS[state]}
      c="var(--anbu-text)"
      title={state === 'LOCKED' ? t('people.lockedHint') : undefined}
    >
      {t(`people.states.${state}`)}
    </Badge>
  )
}

type PersonMenuProps = Acts & Readonly<{ one: Operator; busy: boolean }>

/** What may be done with one person; nobody shuts themselves out. */
function PersonMenu({ one, busy, edit, newLink, endSessions, remove }: PersonMenuProps) {
  const { t } = useTranslation('settings')
  const isMe = useMe().operator === one.id
  const isRemoved = one.state === 'REMOVED'
  return (
    <Menu position="bottom-end">
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
            <Menu.Item c="var(--mantine-color-error)" onClick={() => remove(one)}>
              {t('people.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
