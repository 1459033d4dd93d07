import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { placesQuery } from '../../api/queries.ts'
import type { Log, User } from '../../api/types.ts'
import { sayDay, sayWhen } from '../../app/when.ts'
import { useSaying } from '../../app/words.ts'
import { useSayReason } from '../messages/words.ts'

/** What an entry says: in a line, the words that were written, and the words that stood there before. */
export type Said = Readonly<{
  title: string
  text?: string | undefined
  before?: string | undefined
}>

/** Puts the entries of a user's timeline into words: what changed from what to what. */
export function useSayLog({ outbounds }: User): (log: Log) => Said {
  const { t } = useTranslation(['user', 'issues'])
  const saying = useSaying()
  const sayReason = useSayReason()
  const { data: places } = useQuery(placesQuery)
  return useCallback(
    (log) => {
      const { meta } = log
      const sayTimeOf = (at: unknown) => (typeof at === 'string' ? sayWhen(at, saying) : '')
      const sayDayOf = (day: unknown) => (typeof day === 'string' ? sayDay(day, saying) : '')
      const sayPlace = (id: unknown) =>
        places?.sites.find(({ siteId }) => siteId === id)?.name ??
        places?.mds.find(({ mdId }) => mdId === id)?.name ??
        (typeof id === 'string' ? id : t('nobody'))
      /** Which call it was, as far as it is one of the present cycle. */
      const call = outbounds.find(({ id }) => id === log.relationId)
      const sayCall =
        call === undefined ? t('log.call') : t('log.callOf', { sequence: call.sequence })
      /** A word of a closed list; the word itself where the list has grown since. */
      const word = (list: string, value: unknown): string =>
        t(`${list}.${String(value)}` as 'statuses.ACTIVE', { defaultValue: String(value) })

      switch (log.type) {
        case 'MEMO':
          return {
            title: t(textOf(meta['previous']) === undefined ? 'log.memo' : 'log.memoChanged'),
            text: textOf(meta['memo']),
            before: textOf(meta['previous']),
          }
        case 'ISSUE': {
          const moved = meta['previousStatus'] !== undefined
          const changed = textOf(meta['previous']) !== undefined
          const title = moved
            ? t('log.issueMoved', {
                from: word('issues:status', meta['previousStatus']),
                to: word('issues:status', meta['status']),
              })
            : t(changed ? 'log.issueChanged' : 'log.issue')
          const memo = textOf(meta['memo'])
          const text = textOf(meta['issue'])
          return {
            title,
            text: memo === undefined ? text : `${text ?? ''}\n→ ${memo}`,
            before: textOf(meta['previous']),
          }
        }
        case 'OUTBOUND_STATUS_CHANGE': {
          const to = word('statuses', meta['to'])
          const reason = meta['to'] === 'SKIPPED' ? ` · ${word('skipReasons', meta['reason'])}` : ''
          const text = meta['to'] === 'SKIPPED' ? textOf(meta['note']) : textOf(meta['reason'])
          return {
            title:
              t('log.status', { call: sayCall, from: word('statuses', meta['from']), to }) + reason,
            text,
          }
        }
        case 'CONTACT_SCHEDULE_CHANGE': {
          const [from, to] = [sayTimeOf(meta['from']), sayTimeOf(meta['to'])]
          if (to === '') return { title: t('log.timeCancelled', { call: sayCall, from }) }
          return {
            title:
              from === ''
                ? t('log.timeAgreed', { call: sayCall, to })
                : t('log.timeMoved', { call: sayCall, from, to }),
          }
        }
        case 'MESSAGE_SENT': {
          const kind = word('messageTypes', meta['messageType'])
          if (meta['status'] !== 'FAILED') return { title: t('log.sent', { kind }) }
          return { title: t('log.failed', { kind }), text: sayReason(String(meta['reason'])) }
        }
        case 'SITE_UPDATE':
        case 'ACCOUNT_UPDATED':
        case 'ACCOUNT_DELETED': {
          const what = t(log.type === 'SITE_UPDATE' ? 'site' : 'md')
          const [from, to] = [sayPlace(meta['from']), sayPlace(meta['to'])]
          return {
            title: `${what} ${word('phases', meta['phase'])}: ${from} → ${to}`,
            text: textOf(meta['reason']),
          }
        }
        case 'LOG':
          return sayOther(log)
      }

      function sayWishes({ from, to }: Log['meta']): string {
        const changes = (['calls', 'messages'] as const)
          .map((what) => ({ what, was: wants(from, what), is: wants(to, what) }))
          .filter(({ was, is }) => was !== is)
          .map(({ what, was, is }) =>
            t(`log.${what}`, { from: t(`wanted.${was}`), to: t(`wanted.${is}`) }),
          )
        return changes.length === 0 ? t('log.preference') : changes.join(' · ')
      }

      function sayOther({ meta: other }: Log): Said {
        const text = textOf(other['note']) ?? textOf(other['text']) ?? textOf(other['reason'])
        switch (other['kind']) {
          case 'ContactAttemptRecorded':
            return { title: t('log.attempt', { result: word('attempts', other['result']) }), text }
          case 'UserCycleStarted':
            return { title: t('log.started', { day: sayDayOf(other['startDate']) }) }
          case 'UserCycleRescheduled':
            return {
              title: t('log.moved', { from: sayDayOf(other['from']), to: sayDayOf(other['to']) }),
            }
          case 'UserCycleEnded':
            return { title: t('log.ended'), text }
          case 'ContactPreferenceChanged':
            return { title: sayWishes(other), text }
          default:
            return { title: t('log.note'), text }
        }
      }
    },
    [t, saying, places, sayReason, outbounds],
  )
}

function wants(preference: unknown, what: 'calls' | 'messages'): 'yes' | 'no' {
  return (preference as Partial<Record<string, boolean>> | null)?.[what] === false ? 'no' : 'yes'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
