import http from 'node:http'
import https from 'node:https'

/** One request, and the signal by which its time is over. */
export type Call = Readonly<{
  method: 'GET' | 'POST'
  url: URL
  headers: Readonly<Record<string, string>>
  body?: string
  deadline: AbortSignal
}>

/** What came of it. */
export type Reply =
  /** An answer; `whole` is false when its body was cut off. */
  | Readonly<{ said: 'ANSWER'; status: number; body: string; whole: boolean }>
  /** None. `sent` tells whether the other side may have read the request; without it, it surely has not. */
  | Readonly<{ said: 'NOTHING'; sent: boolean; reason: string }>

const LONGEST_ANSWER = 1_048_576

/**
 * Asks once and tells exactly how far it got. Every request has a connection of its own: nothing is repeated behind our
 * back, no request is written to a connection that the other side is closing, and an answer that comes twice is never
 * taken for the answer to the next request.
 */
export function exchange({ method, url, headers, body, deadline }: Call): Promise<Reply> {
  const { promise, resolve } = Promise.withResolvers<Reply>()
  const secure = url.protocol === 'https:'
  let sent = false
  const request = (secure ? https : http).request(url, {
    method,
    headers: { accept: 'application/json', ...headers },
    agent: false,
    signal: deadline,
  })
  request.on('socket', (socket) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      sent = true
    })
  })
  let answering = false
  request.on('response', (response) => {
    answering = true
    void read(response).then(resolve)
  })
  request.on('error', (error) => {
    if (!answering) resolve({ said: 'NOTHING', sent, reason: nameOf(error) })
  })
  request.end(body)
  return promise
}

async function read(response: http.IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = []
  let length = 0
  let whole = true
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length
      chunks.push(chunk)
      if (length > LONGEST_ANSWER) break
    }
  } catch {
    whole = false
  }
  return {
    said: 'ANSWER',
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString(),
    whole: whole && length <= LONGEST_ANSWER,
  }
}

/** The system's code of an error (`ECONNREFUSED`): its message may name hosts and is not ours to show. */
function nameOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'TIMEOUT'
  return 'code' in error && typeof error.code === 'string' ? error.code : 'ERROR'
}
