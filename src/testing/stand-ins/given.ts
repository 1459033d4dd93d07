import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import type { Answer, Parcel } from '../../platform/gateways/carrier.ts'
import type { SolapiSettings } from '../../platform/gateways/solapi.ts'
import { SOLAPI_ACCOUNT } from './solapi.ts'

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
  return { apiKey, apiSecret, sender, pfId, baseUrl: new URL(url), timeout: 5, ...other }
}

export function reasonOf(answer: Answer): string {
  return 'reason' in answer ? answer.reason : ''
}

/** An address on this machine at which nobody listens. */
export async function nobody(): Promise<URL> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
}
