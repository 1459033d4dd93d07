import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboundRow } from '../../api/types.ts'
import { told } from '../../app/toasts.tsx'
import { sayTime } from '../../app/when.ts'
import { useMe } from '../../app/session.tsx'
import { useSaying } from '../../app/words.ts'

const EARLY = 5 * 60_000

/** Five minutes before an agreed time: who waits for a call, one key away. Once for each time agreed. */
export function useReminders(rows: readonly OutboundRow[]) {
  const { t } = useTranslation('today')
  const me = useMe()
  const saying = useSaying()
  const navigate = useNavigate()
  const reminded = useRef(new Set<string>())
  useEffect(() => {
    for (const { id, contactAt, userId, user, claimedBy } of rows) {
      if (contactAt === null || (claimedBy !== null && claimedBy !== me.operator)) continue
      const left = Date.parse(contactAt) - saying.now
      const about = `${id} ${contactAt}`
      if (left < 0 || left > EARLY || reminded.current.has(about)) continue
      reminded.current.add(about)
      const words = t('reminder', { when: sayTime(contactAt, saying), name: user.name })
      const open = () => void navigate({ to: '/today/$userId', params: { userId } })
      told(words, { undo: { label: t('open'), act: open } })
    }
  }, [rows, saying, me, navigate, t])
  useEffect(() => () => notifications.cleanQueue(), [])
}
