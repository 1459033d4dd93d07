import type { Instant } from '../kernel/values.ts'
import type { Support } from '../support/support.ts'
import type { Person } from './people.ts'
import type { Present } from './present.ts'

/** Something that somebody did, or that another system said, at that time. */
export type Moment = Readonly<{ at: Instant; happen: (support: Support) => Promise<void> }>

/** What can be seen of a user, as the moments that led to it, oldest first. */
export type Story = Readonly<{
  /** How many users of the demo have it. */
  people: number
  tell: (person: Person, present: Present) => readonly Moment[]
}>
