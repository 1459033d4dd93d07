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
  UserId,
} from '../../api/types.ts'
import { told } from '../../app/toasts.tsx'
import { sayWhen } from '../../app/when.ts'
import { useSaying, useTellWhy } from '../../app/words.ts'
import { useBeside } from '../today/next.ts'
import { takeOff } from '../today/worklist.ts'

export type AttemptResult = Attempt['result']
export type Acts = ReturnType<typeof useActs>

/** Whose call is being completed or skipped: before that is answered the next one stands there, and nobody means it. */
const resolving = new Set<UserId>()

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
  /** Does it unless another call of theirs is under way. */
  async function resolve(work: () => Promise<void>): Promise<boolean> {
    if (resolving.has(user.userId)) return false
    resolving.add(user.userId)
    const isDone = await act(work)
    resolving.delete(user.userId)
    return isDone
  }
  const name = user.name

  async function withdraw(call: Outbound, ifMatch?: number): Promise<boolean> {
    return await act(async () => {
      const path = `/v1/outbounds/${call.id}/withdraw`
      show(call.id, await send<Outbound>('POST', path, {}, { ifMatch }))
      told(t('withdrawn', { name, sequence: call.sequence }))
    })
  }
  /** Takes back what was done, and nothing that was done since. */
  const undo = (done: Outbound) => ({
    label: t('common:undo'),
    act: () => void withdraw(done, done.version),
  })

  return {
    withdraw: (call: Outbound) => withdraw(call),
    isResolving: () => resolving.has(user.userId),
    async complete(call: Outbound, memo: string): Promise<boolean> {
      return await resolve(async () => {
        show(call.id, { status: 'COMPLETED' })
        takeOff(client, call.id)
        const body = memo === '' ? {} : { memo }
        const done = await send<Outbound>('POST', `/v1/outbounds/${call.id}/complete`, body)
        told(t('completed', { name, sequence: call.sequence }), { undo: undo(done) })
      })
    },
    async skip(call: Outbound, reason: SkipReason, note: string): Promise<boolean> {
      return await resolve(async () => {
        const body = note.trim() === '' ? { reason } : { reason, note }
        const done = await send<Outbound>('POST', `/v1/outbounds/${call.id}/skip`, body)
        takeOff(client, call.id)
        told(t('skipped', { name, sequence: call.sequence }), { undo: undo(done) })
      })
    },
    /** A time that was agreed since that version is not overruled. */
    async agree({ id, version: ifMatch }: Outbound, scheduleAt: string): Promise<boolean> {
      return await act(async () => {
        const path = `/v1/outbounds/${id}/schedule`
        show(id, await send<Outbound>('PUT', path, { scheduleAt }, { ifMatch }))
        told(t('agreed', { name, when: sayWhen(scheduleAt, saying) }))
      })
    },
    async disagree(call: Outbound): Promise<boolean> {
      return await act(async () => {
        show(call.id, await send<Outbound>('DELETE', `/v1/outbounds/${call.id}/schedule`))
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

/** The call that is to be made now: the one that was chosen on the list, or else the first that is open. */
export function useCurrentCall({ outbounds }: User): Outbound | undefined {
  const { chosen } = useBeside() ?? {}
  const open = outbounds.filter(isOpen)
  return open.find(({ id }) => id === chosen?.id) ?? open[0]
}

export function isOpen({ status }: Outbound): boolean {
  return status === 'PENDING' || status === 'ACTIVE'
}
