import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../api/client.ts'
import type { OutboundId, OutboundRow, WorklistFilters } from '../api/types.ts'
import { told } from './toasts.tsx'
import { useTellWhy } from './words.ts'

declare module '@tanstack/history' {
  interface HistoryState {
    /** Which of the user's calls the day's list was opened for. */
    call?: OutboundId
  }
}

type Call = Pick<OutboundRow, 'id' | 'userId'>

/** Opens the day's list at that call, with its user beside it. */
export function useOpenCall(): (call: Call) => void {
  const navigate = useNavigate()
  return useCallback(
    ({ id, userId }) =>
      void navigate({ to: '/today/$userId', params: { userId }, state: { call: id } }),
    [navigate],
  )
}

/** Whether a call is being taken: another press takes no second one, which colleagues would miss. */
let isTaking = false

/** Takes the first call that nobody is on, as the server chooses it, and opens it. */
export function useNextCall(filters: WorklistFilters = {}): () => Promise<void> {
  const { t } = useTranslation('today')
  const tellWhy = useTellWhy()
  const openCall = useOpenCall()
  return async () => {
    if (isTaking) return
    isTaking = true
    try {
      const call = await send<OutboundRow | undefined>('POST', '/v1/outbounds/next', filters)
      if (call === undefined) told(t('noneLeft'))
      else openCall(call)
    } catch (error) {
      tellWhy(error)
    } finally {
      isTaking = false
    }
  }
}
