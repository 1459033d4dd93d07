import { Modal, NumberInput, Stack } from '@mantine/core'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../api/administration.ts'
import { isRefused, send } from '../../api/client.ts'
import { useAct } from '../../app/act.ts'
import { useFields } from '../../app/fields.ts'
import { told } from '../../app/toasts.tsx'
import { useFocusBack } from '../../parts/focus-back.ts'
import { FormEnd } from './form-end.tsx'
import { useKeptForm } from './kept-form.ts'
import { isDay, isWhole, unusualIn } from './plan-days.ts'

type NewPlanProps = Readonly<{ plans: readonly Plan[]; close: () => void }>
type Typed = number | string

/** Adds a call to the plan. */
export function NewPlan({ plans, close }: NewPlanProps) {
  const { t } = useTranslation(['settings', 'problems'])
  const following = Math.max(0, ...plans.map(({ sequence }) => sequence)) + 1
  const first = { sequence: following as Typed, dayIndex: '' as Typed }
  const { form, isKept, change, letGo } = useKeptForm('new-plan', 'new', first)
  const { sequence, dayIndex } = form
  const fields = useFields({
    sequence: isWhole(sequence) ? undefined : t('plans.wrongSequence'),
    dayIndex: isDay(dayIndex) ? undefined : t('plans.wrongDay'),
  })
  useFocusBack()
  const { busy, act } = useAct('plans')
  const isPlanned = isWhole(sequence) && isDay(dayIndex)
  const unusual = isPlanned ? unusualIn({ sequence, dayIndex }, plans) : undefined

  function end() {
    letGo()
    close()
  }
  async function add() {
    try {
      await send('POST', '/v1/outbound-plans', { sequence, dayIndex })
    } catch (error) {
      if (!isRefused(error, 4208)) throw error
      return fields.refuse({ sequence: t('problems:p4208') })
    }
    told(t('saved'))
    end()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (fields.areGood()) void act(add)
  }
  return (
    <Modal opened onClose={close} title={t('plans.addTitle')}>
      <form {...fields.form} onSubmit={submit}>
        <Stack gap="md">
          <NumberInput
            label={t('plans.sequence')}
            clampBehavior="none"
            min={1}
            allowDecimal={false}
            value={sequence}
            onChange={(next) => change({ sequence: next })}
            error={fields.at('sequence')}
          />
          <NumberInput
            label={t('plans.day')}
            clampBehavior="none"
            min={1}
            allowDecimal={false}
            data-autofocus
            value={dayIndex}
            onChange={(next) => change({ dayIndex: next })}
            error={fields.at('dayIndex')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            description={unusual && t(`plans.unusual.${unusual}`)}
          />
          <FormEnd label={t('plans.add')} busy={busy} isKept={isKept} cancel={end} />
        </Stack>
      </form>
    </Modal>
  )
}
