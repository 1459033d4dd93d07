import { systemSupport, type Parts } from '../app.ts'
import { ConfigError, isLoopback } from '../config.ts'
import { addDemoOperators, DEMO_OPERATORS, type DemoOperator } from './operators.ts'
import { DEMO_PEOPLE, fillDemo, isDemo } from './demo.ts'

/**
 * Before serving, answering as whom one may sign in by a click: an empty database is filled when the configuration asks for it, and what was once made as a demo is
 * kept on this machine, whatever the configuration says now.
 */
export async function prepareDemo(
  parts: Omit<Parts, 'log'>,
  tell: (line: string) => void,
): Promise<readonly DemoOperator[]> {
  const { config, database } = parts
  if (config.demo) {
    const filling = await fillDemo(systemSupport(parts), () =>
      tell(`filling the empty database with a demo of ${DEMO_PEOPLE} users ...`),
    )
    if (filling === 'IN_USE') {
      tell('the database is in use, so no demo was put into it (with ANBU_DEMO=0 none is tried).')
    }
  }
  if (!(await isDemo(database.sql))) return []
  if (!isLoopback(config.host)) {
    throw new ConfigError(
      `This database was made as a demo, which serves only this machine, and HOST is ${config.host}: ` +
        'to serve others, begin with another ANBU_DATA_DIR or DATABASE_URL and ANBU_DEMO=0.',
    )
  }
  if (config.carrier.carrier !== 'development') {
    throw new ConfigError(
      `This database was made as a demo, whose numbers are made up, and ANBU_CARRIER is ${config.carrier.carrier}: ` +
        'a demo texts nobody.',
    )
  }
  await addDemoOperators(database.sql)
  tell('this is a demo: its users are made up, and it serves this machine only.')
  return DEMO_OPERATORS
}
