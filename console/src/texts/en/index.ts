import type { Texts } from '../texts.ts'
import { common } from './common.ts'
import { keys } from './keys.ts'
import { problems } from './problems.ts'
import { shell } from './shell.ts'
import { today } from './today.ts'
import { user } from './user.ts'

export const texts: Texts = { common, keys, problems, shell, today, user }
