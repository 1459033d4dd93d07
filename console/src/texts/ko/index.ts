import { common } from './common.ts'
import { keys } from './keys.ts'
import { problems } from './problems.ts'
import { shell } from './shell.ts'
import { today } from './today.ts'
import { user } from './user.ts'

/** Every text of the console, by the part that shows it. Korean is the pattern; the other languages follow it. */
export const texts = { common, keys, problems, shell, today, user }
