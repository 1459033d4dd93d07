import type { Story } from './story.ts'
import * as agreed from './stories/agreed.ts'
import * as claimed from './stories/claimed.ts'
import * as finished from './stories/finished.ts'
import * as late from './stories/late.ts'
import * as messages from './stories/messages.ts'
import * as moved from './stories/moved.ts'
import * as profile from './stories/profile.ts'
import * as records from './stories/records.ts'
import * as resolved from './stories/resolved.ts'
import * as trouble from './stories/trouble.ts'
import * as underWay from './stories/under-way.ts'
import * as wishes from './stories/wishes.ts'

/** Everything that the demo shows. A new story is an export of a file of stories/; a new file gets a line here. */
export const STORIES: Readonly<Record<string, Story>> = {
  ...underWay,
  ...late,
  ...agreed,
  ...resolved,
  ...claimed,
  ...finished,
  ...moved,
  ...profile,
  ...trouble,
  ...records,
  ...wishes,
  ...messages,
}
