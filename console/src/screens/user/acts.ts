import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import type {
  Attempt,
  Claim,
  Message,
  Outbound,
  OutboundId,
  SkipReason,
  User,
} from '../../api/types.ts'
import { told } from '../../app/toasts.tsx'
import { sayWhen } from '../../app/when.ts'
import { useSaying, useTellWhy } from '../../app/words.ts'
import { takeOff } from '../today/worklist.ts'

export type AttemptResult = Attempt['result']
export type Acts = ReturnType<typeof useActs>

/**
 * What can be done with a user's calls. What can be taken back shows at once and is put right by the answer; everything
 * is told, and answers whether it was done.
 */
export function useActs(user: User) {
  const { t } = useTranslation(['user', 'common'])
  const client = useQueryClient()
  const saying = useSaying()
  const tellWhy = useTellWhy()
  const key = ['user', user.userId]

  function show(id: OutboundId, change: Partial<Outbound>) {
    client.setQueryData<User>(key, (before) => before && withCall(before, id, change))
  }
  function refresh() {
    for (const word of ['user', 'user-calls']) {
      void client.invalidateQueries({ queryKey: [word, user.userId] })
    }
  }
  /** Does it, and says so or why not; true when it was done. */
  async function act(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      refresh()
      return true
    } catch (error) {
      refresh()
      void client.invalidateQueries({ queryKey: ['worklist'] })
      tellWhy(error)
      return false
    }
  }
  const name = user.name

  async function withdraw(call: Outbound): Promise<boolean> {
    return await act(async () => {
      await send<Outbound>('POST', `/v1/outbounds/${call.id}/withdraw`)
      told(t('withdrawn', { name, sequence: call.sequence }))
    })
  }
  const undo = (call: Outbound) => ({ label: t('common:undo'), act: () => void withdraw(call) })

  return {
    withdraw,
    async complete(call: Outbound, memo: string): Promise<boolean> {
      show(call.id, { status: 'COMPLETED' })
      takeOff(client, call.id)
      return await act(async () => {
        await send('POST', `/v1/outbounds/${call.id}/complete`, memo === '' ? {} : { memo })
        told(t('completed', { name, sequence: call.sequence }), { undo: undo(call) })
      })
    },
    async skip(call: Outbound, reason: SkipReason, note: string): Promise<boolean> {
      return await act(async () => {
        const body = note.trim() === '' ? { reason } : { reason, note }
        await send('POST', `/v1/outbounds/${call.id}/skip`, body)
        takeOff(client, call.id)
        told(t('skipped', { name, sequence: call.sequence }), { undo: undo(call) })
      })
    },
    async agree(call: Outbound, scheduleAt: string): Promise<boolean> {
      return await act(async () => {
        await send('PUT', `/v1/outbounds/${call.id}/schedule`, { scheduleAt })
        told(t('agreed', { name, when: sayWhen(scheduleAt, saying) }))
      })
    },
    async disagree(call: Outbound): Promise<boolean> {
      return await act(async () => {
        await send('DELETE', `/v1/outbounds/${call.id}/schedule`)
        told(t('disagreed', { name }))
      })
    },
    async attempt(call: Outbound, result: AttemptResult, note: string): Promise<boolean> {
      return await act(async () => {
        const body = note.trim() === '' ? { result } : { result, note }
        await send('POST', `/v1/outbounds/${call.id}/attempts`, body)
        told(t('attempted', { name, result: t(`attempts.${result}`) }))
      })
    },
    async claim(call: Outbound, force: boolean): Promise<boolean> {
      return await act(async () => {
        await send<Claim>('PUT', `/v1/outbounds/${call.id}/claim`, force ? { force } : {})
      })
    },
    async release(call: Outbound): Promise<boolean> {
      return await act(async () => {
        await send<Claim>('DELETE', `/v1/outbounds/${call.id}/claim`)
      })
    },
    /** Throws what was refused: the dialog says it and offers to send all the same. */
    async missedCall(call: Outbound, body: object): Promise<void> {
      await send<Message>('POST', `/v1/outbounds/${call.id}/missed-call-messages`, body)
      told(t('missedCallSent', { name }))
      refresh()
    },
  }
}

function withCall(user: User, id: OutboundId, change: Partial<Outbound>): User {
  const outbounds = user.outbounds.map((call) => (call.id === id ? { ...call, ...change } : call))
  return { ...user, outbounds }
}

/** The call that is to be made now: the first that is open. */
export function currentCall({ outbounds }: User): Outbound | undefined {
  return outbounds.find(({ status }) => status === 'PENDING' || status === 'ACTIVE')
}

export function isOpen({ status }: Outbound): boolean {
  return status === 'PENDING' || status === 'ACTIVE'
}
