import { Alert, Button, Group, Modal, NumberInput, Stack, Switch, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { plansQuery, type Plan } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { Notice } from '../../parts/states.tsx'
import { Loaded, Section } from './section.tsx'

const LAST_DAY = 1_000

/** On which days of a cycle there are calls, for cycles that start later. */
export function PlanSection() {
  const { t } = useTranslation('settings')
  const plans = useQuery(plansQuery)
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={t('plan')}
      act={<Button onClick={() => setAdding(true)}>{t('plans.add')}</Button>}
    >
      <Alert color="indigo" p="sm" maw={640}>
        {t('plans.hint')}
      </Alert>
      <Loaded query={plans}>
        {(items) => (
          <>
            {items.length === 0 ? (
              <Notice title={t('plans.empty')} hint={t('plans.emptyHint')} />
            ) : (
              <PlanTable plans={items} />
            )}
            {adding && <NewPlan plans={items} close={() => setAdding(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function PlanTable({ plans }: { plans: readonly Plan[] }) {
  const { t } = useTranslation('settings')
  return (
    <Table verticalSpacing="xs" maw={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('plans.sequence')}</Table.Th>
          <Table.Th>{t('plans.day')}</Table.Th>
          <Table.Th>{t('plans.active')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {plans.map((plan) => (
          <PlanRow key={plan.id} plan={plan} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function PlanRow({ plan }: { plan: Plan }) {
  const { t } = useTranslation(['settings', 'common'])
  const [typed, setTyped] = useState<number | string>()
  const { busy, act } = useAct('plans')
  const { id, sequence, dayIndex, isActive, version } = plan
  const day = typed ?? dayIndex
  const isNew = typeof day === 'number' && day !== dayIndex

  const change = (content: Partial<Plan>) =>
    act(async () => {
      await send('PATCH', `/v1/outbound-plans/${id}`, content, { ifMatch: version })
      told(t('saved'))
      setTyped(undefined)
    })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (isNew) void change({ dayIndex: day })
  }

  return (
    <Table.Tr>
      <Table.Td>{t('plans.sequenceOf', { sequence })}</Table.Td>
      <Table.Td>
        <form onSubmit={submit}>
          <Group gap="xs" wrap="nowrap">
            <NumberInput
              w={110}
              size="sm"
              min={1}
              max={LAST_DAY}
              allowDecimal={false}
              aria-label={t('plans.dayOf', { sequence })}
              value={day}
              onChange={setTyped}
            />
            {isNew && (
              <Button type="submit" size="compact-sm" loading={busy}>
                {t('common:save')}
              </Button>
            )}
          </Group>
        </form>
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={t('plans.activeOf', { sequence })}
          checked={isActive}
          disabled={busy}
          onChange={(event) => void change({ isActive: event.currentTarget.checked })}
        />
      </Table.Td>
    </Table.Tr>
  )
}

type NewPlanProps = Readonly<{ plans: readonly Plan[]; close: () => void }>

function NewPlan({ plans, close }: NewPlanProps) {
  const { t } = useTranslation(['settings', 'common'])
  const following = Math.max(0, ...plans.map(({ sequence }) => sequence)) + 1
  const [sequence, setSequence] = useState<number | string>(following)
  const [dayIndex, setDayIndex] = useState<number | string>('')
  const { busy, act } = useAct('plans')
  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await act(() => send('POST', '/v1/outbound-plans', { sequence, dayIndex }))
    if (!done) return
    told(t('saved'))
    close()
  }
  return (
    <Modal opened onClose={close} title={t('plans.addTitle')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <NumberInput
            label={t('plans.sequence')}
            required
            withAsterisk={false}
            min={1}
            allowDecimal={false}
            value={sequence}
            onChange={setSequence}
          />
          <NumberInput
            label={t('plans.day')}
            required
            withAsterisk={false}
            min={1}
            max={LAST_DAY}
            allowDecimal={false}
            data-autofocus
            value={dayIndex}
            onChange={setDayIndex}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('plans.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
