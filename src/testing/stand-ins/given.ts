import { randomUUID } from 'node:crypto'
import type { Answer, Parcel } from '../../platform/gateways/carrier.ts'
import type { SolapiSettings } from '../../platform/gateways/solapi.ts'
import { SOLAPI_ACCOUNT } from './solapi.ts'
import type { Fault } from './stand-in.ts'

/** A message for a carrier, under a key of its own. */
export function aMessage(other: Partial<Parcel> = {}): Parcel {
  const key = randomUUID()
  return { key, to: '+821012345678', text: '홍길동님, 안녕하세요?', kind: 'SMS', ...other }
}

/** How the carrier is set up for the stand-in's account. */
export function solapiSettings(
  { url }: Readonly<{ url: string }>,
  other: Partial<SolapiSettings> = {},
): SolapiSettings {
  const { apiKey, apiSecret, pfId, senders } = SOLAPI_ACCOUNT
  const sender = senders[0] ?? ''
  return { apiKey, apiSecret, sender, pfId, baseUrl: new URL(url), timeout: 30, ...other }
}

export function reasonOf(answer: Answer): string {
  return 'reason' in answer ? answer.reason : ''
}

/** Seconds for an answer: few where the fault is that none comes in time, else more than any machine needs. */
export function timeoutFor({ do: fault }: Fault): number {
  return fault === 'SLOW' || fault === 'HANG' ? 2 : 30
}

/** An address on this machine at which surely nobody listens: the port of a service that died out long ago. */
export const NOBODY = new URL('http://127.0.0.1:1')
