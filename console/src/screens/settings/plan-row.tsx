import { Button, Group, NumberInput, Switch, Table } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../api/administration.ts'
import { send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { isDay, unusualIn } from './plan-days.ts'
import { useTypedOver } from './typed-over.ts'

type PlanRowProps = Readonly<{ plan: Plan; plans: readonly Plan[] }>

/** One call of the plan; a day that is typed and not saved outlives the page, and a change by somebody else. */
export function PlanRow({ plan, plans }: PlanRowProps) {
  const { t } = useTranslation(['settings', 'common'])
  const over = useTypedOver<{ day: number | string }>('plan', plan)
  const { busy, act } = useAct('plans')
  const { id, sequence, dayIndex, isActive, version } = plan
  const day = over.typed?.day ?? dayIndex
  const isNew = day !== dayIndex
  const isOutdated = isNew && over.isOutdated
  const unusual = isDay(day) && isNew ? unusualIn({ sequence, dayIndex: day }, plans) : undefined

  const change = (content: Partial<Plan>, ifMatch: number) =>
    send<Plan>('PATCH', `/v1/outbound-plans/${id}`, content, { ifMatch })
  const move = (to: number) =>
    act(async () => {
      await change({ dayIndex: to }, over.since)
      over.letGo()
      told(t('saved'))
    })
  const use = (on: boolean) =>
    act(async () => {
      const next = await change({ isActive: on }, version)
      // What is typed meanwhile is not outdated by one's own hand.
      if (!over.isOutdated) over.goOn(next.version)
      told(t('saved'))
    })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (isNew && isDay(day) && !isOutdated) void move(day)
  }

  return (
    <Table.Tr>
      <Table.Td>{t('plans.sequenceOf', { sequence })}</Table.Td>
      <Table.Td>
        <form noValidate onSubmit={submit}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <NumberInput
              size="sm"
              styles={{ input: { width: 110 } }}
              clampBehavior="none"
              min={1}
              allowDecimal={false}
              aria-label={t('plans.dayOf', { sequence })}
              value={day}
              onChange={(next) => (next === dayIndex ? over.letGo() : over.type({ day: next }))}
              onBlur={() => day === '' && over.letGo()}
              error={day !== '' && !isDay(day) && t('plans.wrongDay')}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              description={unusual && t(`plans.unusual.${unusual}`)}
            />
            {isNew && isDay(day) && (
              <Button type="submit" size="compact-sm" mt={5} loading={busy} disabled={isOutdated}>
                {t('common:save')}
              </Button>
            )}
          </Group>
        </form>
        {isOutdated && (
          <ChangedMeanwhile
            title={t('plans.movedMeanwhile', { day: dayIndex })}
            keepMine={() => over.goOn()}
            takeTheirs={over.letGo}
          />
        )}
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={t('plans.activeOf', { sequence })}
          checked={isActive}
          disabled={busy}
          onChange={(event) => void use(event.currentTarget.checked)}
        />
      </Table.Td>
    </Table.Tr>
  )
}
