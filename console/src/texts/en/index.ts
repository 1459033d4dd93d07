import type { Texts } from '../texts.ts'
import { common } from './common.ts'
import { issues } from './issues.ts'
import { keys } from './keys.ts'
import { problems } from './problems.ts'
import { shell } from './shell.ts'
import { today } from './today.ts'
import { user } from './user.ts'
import { users } from './users.ts'
import { messages } from './messages.ts'
import { overview } from './overview.ts'
import { settings } from './settings.ts'
import { table } from './table.ts'

export const texts: Texts = {
  common,
  issues,
  keys,
  problems,
  shell,
  today,
  user,
  users,
  messages,
  overview,
  settings,
  table,
}
