import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { get, send } from '../../api/client.ts'
import type { Issue, IssueOnBoard, IssueStatus, Page } from '../../api/types.ts'
import type { IssuesShown } from '../../app/filters.ts'
import { refused, told } from '../../app/toasts.tsx'
import { useTellWhy } from '../../app/words.ts'
import { mayMove, wayBack, withIssue, without, type Column } from './moves.ts'

/** The filters of each column. */
export type Shown = Readonly<Record<IssueStatus, IssuesShown>>

function keyOf(status: IssueStatus, filters: IssuesShown) {
  return ['issues', 'board', status, filters] as const
}

function addressOf(status: IssueStatus, filters: IssuesShown, cursor: string | null): string {
  const query = new URLSearchParams({ status })
  for (const [name, value] of Object.entries({ ...filters, cursor: cursor ?? undefined })) {
    if (value !== undefined) query.set(name, value)
  }
  return `/v1/issues?${query}`
}

/** One column, oldest first, as far as it was asked for. The stream has it asked again. */
export function useColumn(status: IssueStatus, filters: IssuesShown) {
  return useInfiniteQuery({
    queryKey: keyOf(status, filters),
    queryFn: ({ pageParam, signal }) =>
      get<Page<IssueOnBoard>>(addressOf(status, filters, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

export type Move = (issue: IssueOnBoard, to: IssueStatus) => void

/** Moves an issue at once, and back with the reason where the server says no. What can be undone is offered. */
export function useMove(shown: Shown): Move {
  const client = useQueryClient()
  const { t } = useTranslation(['issues', 'common'])
  const tellWhy = useTellWhy()
  const moving = useRef(new Set<number>())

  function put(issue: IssueOnBoard, from: IssueStatus) {
    const { status } = issue
    client.setQueryData<Column>(keyOf(from, shown[from]), (column) => without(column, issue.id))
    client.setQueryData<Column>(keyOf(status, shown[status]), (column) => withIssue(column, issue))
  }

  function offer(issue: IssueOnBoard, from: IssueStatus) {
    const back = wayBack(from, issue.status)
    const words = t('moved', { name: issue.user.name, status: t(`status.${issue.status}`) })
    if (back === undefined) return told(words)
    const label = back === from ? t('common:undo') : t('reopen')
    return told(words, { undo: { label, act: () => void move(issue, back) } })
  }

  async function move(issue: IssueOnBoard, to: IssueStatus) {
    const { id, status: from, version: ifMatch } = issue
    if (from === to || moving.current.has(id)) return
    if (!mayMove(from, to)) {
      refused(t('cannot', { from: t(`status.${from}`), to: t(`status.${to}`) }))
      return
    }
    moving.current.add(id)
    await client.cancelQueries({ queryKey: ['issues', 'board'] })
    put({ ...issue, status: to }, from)
    try {
      const body = { status: to }
      const answer = await send<Issue>('POST', `/v1/issues/${id}/status`, body, { ifMatch })
      put({ ...issue, ...answer }, from)
      offer({ ...issue, ...answer }, from)
    } catch (error) {
      put(issue, to)
      tellWhy(error)
    } finally {
      moving.current.delete(id)
      void client.invalidateQueries({ queryKey: ['issues'] })
    }
  }

  return (issue, to) => void move(issue, to)
}
