import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outbound, OutboundId, User } from '../../api/types.ts'
import { useMe } from '../../app/session.tsx'
import { told } from '../../app/toasts.tsx'
import { useWho } from '../../app/words.ts'
import { isOpen } from './acts.ts'

type Watched = Readonly<{ user: User; current: Outbound | undefined; isResolving: () => boolean }>

/** Says so when a colleague resolves the call that one has before oneself: the next one stands there from then on. */
export function useSayResolvedElsewhere({ user, current, isResolving }: Watched) {
  const { t } = useTranslation('user')
  const { operator } = useMe()
  const who = useWho()
  const watched = useRef<OutboundId>(undefined)
  const watch = useEffectEvent((outbounds: readonly Outbound[], currentId?: OutboundId) => {
    const call = outbounds.find(({ id }) => id === watched.current)
    watched.current = currentId
    // What one does oneself has words of its own, also when a colleague was first.
    if (call === undefined || isOpen(call) || isResolving()) return
    if (call.resolvedBy === null || call.resolvedBy === operator) return
    const { sequence, resolvedBy } = call
    const words = { name: user.name, sequence, who: who(resolvedBy) }
    told(t(call.status === 'SKIPPED' ? 'skippedElsewhere' : 'completedElsewhere', words))
  })
  const { outbounds } = user
  const currentId = current?.id
  useEffect(() => watch(outbounds, currentId), [outbounds, currentId])
}
