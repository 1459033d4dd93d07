import { useTranslation } from 'react-i18next'
import type { Issue } from '../../api/types.ts'
import { zoneOfProgramme } from '../../app/clock.ts'
import { dayOf, sayExactly } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import classes from './issues.module.css'
import { isOpenIssue } from './moves.ts'

const DAY = 86_400_000
/** An open issue that is so many days old stands out. */
const OLD = 7

/** For how many days it has been open, or how long ago it was raised. */
export function Age({ issue: { createdAt, status } }: { issue: Issue }) {
  const { t } = useTranslation('issues')
  const saying = useSaying()
  const zone = zoneOfProgramme()
  const day = (at: number | string) => Date.parse(dayOf(at, zone))
  const days = Math.round((day(saying.now) - day(createdAt)) / DAY)
  const isOpen = isOpenIssue(status)
  const words =
    days <= 0
      ? t('today')
      : t(isOpen ? 'age' : 'closedAge', { days: sayDays(days, saying.language) })
  return (
    <time
      className={classes.age}
      data-old={isOpen && days >= OLD}
      dateTime={createdAt}
      title={sayExactly(createdAt, saying)}
    >
      {words}
    </time>
  )
}

/** `1 day`, `5 days`, `5일` */
function sayDays(days: number, language: string): string {
  const long = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const
  return days.toLocaleString(language, long)
}
