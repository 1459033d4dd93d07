import { Alert, Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { plansQuery, type Plan } from '../../api/administration.ts'
import { Notice } from '../../parts/states.tsx'
import { NewPlan } from './new-plan.tsx'
import { PlanRow } from './plan-row.tsx'
import { Loaded, Section } from './section.tsx'

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
    <Table aria-label={t('plan')} verticalSpacing="xs" maw={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('plans.sequence')}</Table.Th>
          <Table.Th>{t('plans.day')}</Table.Th>
          <Table.Th>{t('plans.active')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {plans.map((plan) => (
          <PlanRow key={plan.id} plan={plan} plans={plans} />
        ))}
      </Table.Tbody>
    </Table>
  )
}
