import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import type { Issue, IssueOnBoard, IssueStatus } from '../../api/types.ts'
import { refused, told } from '../../app/toasts.tsx'
import { useTellWhy } from '../../app/words.ts'
import { mayMove, wayBack } from './moves.ts'

/** Answers whether it was done. */
export type Move = (issue: IssueOnBoard, to: IssueStatus, memo?: string) => Promise<boolean>

/** Shows an issue as it is now, which was in another status before. */
type Put = (issue: IssueOnBoard, from: IssueStatus) => void

/** Called before an issue goes to another place: there, back, or where it came from. */
type Leaves = (issue: IssueOnBoard) => void

/**
 * Moves an issue at once, and back with the reason where the server says no. What can be undone is offered. `shown` is the
 * key of the queries that show it, and `put` shows it there.
 */
export function useMoving(shown: QueryKey, put: Put, leaves: Leaves = () => undefined): Move {
  const client = useQueryClient()
  const { t } = useTranslation(['issues', 'common'])
  const tellWhy = useTellWhy()
  const moving = useRef(new Set<number>())

  function offer(issue: IssueOnBoard, from: IssueStatus) {
    const back = wayBack(from, issue.status)
    const words = t('moved', { name: issue.user.name, status: t(`status.${issue.status}`) })
    if (back === undefined) return told(words)
    const label = back === from ? t('common:undo') : t('reopen')
    return told(words, { undo: { label, act: () => void move(issue, back) } })
  }

  const move: Move = async (issue, to, memo) => {
    const { id, status: from, version: ifMatch } = issue
    if (from === to || moving.current.has(id)) return false
    if (!mayMove(from, to)) {
      refused(t('cannot', { from: t(`status.${from}`), to: t(`status.${to}`) }))
      return false
    }
    moving.current.add(id)
    await client.cancelQueries({ queryKey: shown })
    leaves(issue)
    put({ ...issue, status: to }, from)
    try {
      const body = { status: to, ...(memo !== undefined && { memo }) }
      const answer = await send<Issue>('POST', `/v1/issues/${id}/status`, body, { ifMatch })
      put({ ...issue, ...answer }, from)
      offer({ ...issue, ...answer }, from)
      return true
    } catch (error) {
      leaves(issue)
      put(issue, to)
      tellWhy(error)
      return false
    } finally {
      moving.current.delete(id)
      void client.invalidateQueries({ queryKey: shown })
    }
  }
  return move
}
