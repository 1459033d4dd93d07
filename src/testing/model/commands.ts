import { ON_CALLS } from './calls.ts'
import { ON_MESSAGES } from './messages.ts'
import { ON_TEXTS } from './texts.ts'
import { ON_USERS } from './users.ts'

/** Everything that operators do to one thing. A new command is one more entry in the table of its kind. */
export const COMMANDS = { ...ON_CALLS, ...ON_TEXTS, ...ON_MESSAGES, ...ON_USERS }
