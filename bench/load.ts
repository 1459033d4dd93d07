import autocannon from 'autocannon'

type Load = Readonly<{
  url: string
  clients: number
  amount: number
  request: Readonly<{
    method: 'GET' | 'POST'
    headers?: Readonly<Record<string, string>>
    body?: string
  }>
  /** The address of the next request. */
  nextPath: () => string
}>

/** Asks that many times, each client one after the other, and answers how many were answered a second: all with 200. */
export async function load({ url, clients, amount, request, nextPath }: Load): Promise<number> {
  let began = 0
  let ended = 0
  let right = 0
  const finished = Promise.withResolvers<void>()
  const running = autocannon(
    {
      url,
      connections: clients,
      amount,
      sampleInt: 50,
      requests: [{ ...request, setupRequest: (one) => ({ ...one, path: nextPath() }) }],
    },
    (error: unknown) => (error === null ? finished.resolve() : finished.reject(error)),
  )
  running.on('start', () => {
    began = performance.now()
  })
  running.on('response', (_client, status) => {
    ended = performance.now()
    if (status === 200) right += 1
  })
  await finished.promise
  if (right !== amount)
    throw new Error(`${url}: ${amount - right} of ${amount} answers were not 200`)
  return (amount / (ended - began)) * 1_000
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
