import type { OperatorId } from '../kernel/values.ts'
import type { HumanRole } from '../platform/auth/oidc.ts'
import { addOperator } from '../platform/auth/operators.ts'
import type { Sql } from '../platform/db/db.ts'

/** Somebody of the demo as whom one may sign in by a click. */
export type DemoOperator = Readonly<{ id: OperatorId; name: string; role: HumanRole }>

/** The people of the demo: the operators of its stories first, then one for each other role. */
export const DEMO_OPERATORS: readonly DemoOperator[] = [
  { id: 'demo:hana' as OperatorId, name: '김하나', role: 'OPERATOR' },
  { id: 'demo:minjun' as OperatorId, name: '박민준', role: 'OPERATOR' },
  { id: 'demo:seoyeon' as OperatorId, name: '이서연', role: 'OPERATOR' },
  { id: 'demo:jiho' as OperatorId, name: '최지호', role: 'OPERATOR' },
  { id: 'demo:manager' as OperatorId, name: '정유진', role: 'MANAGER' },
  { id: 'demo:admin' as OperatorId, name: '강도윤', role: 'ADMIN' },
  { id: 'demo:auditor' as OperatorId, name: '윤서아', role: 'AUDITOR' },
]

/** Adds those who are not there yet. They have no password: a click at this machine is the only way in. */
export async function addDemoOperators(sql: Sql): Promise<void> {
  for (const { id, name, role } of DEMO_OPERATORS) {
    const email = `${id.replace('demo:', '')}@demo.invalid`
    await addOperator(sql, { name, email, role, sites: null }, id)
  }
}
