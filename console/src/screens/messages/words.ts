import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/types.ts'
import { useSaying } from '../../app/words.ts'
import { sayWhen } from '../../app/when.ts'
import { messages } from '../../texts/ko/messages.ts'

type Known = keyof typeof messages.reasons

function isKnown(reason: string): reason is Known {
  return Object.hasOwn(messages.reasons, reason)
}

type Carrier = keyof typeof messages.carriers

/** The name of a carrier. */
export function useSayCarrier(): (carrier: string) => string {
  const { t } = useTranslation('messages')
  return (carrier) =>
    Object.hasOwn(messages.carriers, carrier) ? t(`carriers.${carrier as Carrier}`) : carrier
}

/** A reason in words; ours where no carrier spoke, and what a carrier said in its own words stays so. */
export function useSayReason(): (reason: string) => string {
  const { t } = useTranslation('messages')
  return (reason) => {
    if (isKnown(reason)) return t(`reasons.${reason}`)
    if (reason.startsWith('no connection')) return t('noConnection')
    if (reason.startsWith('no answer')) return t('noAnswer')
    return t('otherReason', { reason })
  }
}

type Told = Pick<
  Message,
  'status' | 'reason' | 'nextAttemptAt' | 'deliveredAt' | 'undeliveredReason'
>

/** What became of a message, where there is more to say than its state: why it failed, when it is tried again. */
export function useSayOutcome(): (message: Told) => string | undefined {
  const { t } = useTranslation('messages')
  const sayReason = useSayReason()
  const saying = useSaying()
  return ({ status, reason, nextAttemptAt, deliveredAt, undeliveredReason }) => {
    if (undeliveredReason !== null) return t('undelivered', { reason: undeliveredReason })
    if (status === 'RETRY_PENDING' && nextAttemptAt !== null) {
      return t('nextAttempt', { when: sayWhen(nextAttemptAt, saying) })
    }
    if (status === 'SUCCESS' && deliveredAt !== null) {
      return t('delivered', { when: sayWhen(deliveredAt, saying) })
    }
    return reason === null ? undefined : sayReason(reason)
  }
}
