import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What a stand-in can be told to do with the next messages, instead of taking them and saying so. */
export type Fault =
  /** Takes it and answers late. */
  | Readonly<{ do: 'SLOW'; seconds: number }>
  /** Takes nothing and never answers. */
  | Readonly<{ do: 'HANG' }>
  /** Cuts the connection (with `reset`: by a TCP reset) without taking it. */
  | Readonly<{ do: 'DROP_BEFORE'; reset?: boolean }>
  /** Takes it and cuts the connection. */
  | Readonly<{ do: 'DROP_AFTER'; reset?: boolean }>
  /** Takes it and cuts the connection in the middle of the answer, or after so many characters of it. */
  | Readonly<{ do: 'CUT'; after?: number }>
  /** Takes it and answers 200 with what is no answer. */
  | Readonly<{ do: 'GARBAGE' }>
  /** Takes it and answers twice. */
  | Readonly<{ do: 'REPEAT' }>
  /** Takes nothing and answers so; without a body as the carrier documents it. */
  | Readonly<{ do: 'ANSWER'; status: number; body?: unknown }>
  /** Takes it, and answers so nevertheless. */
  | Readonly<{ do: 'ANSWER_AFTER'; status: number; body?: unknown }>

/** How a stand-in is told what to do: in process, or by POST /control. */
type Control = Readonly<{
  /** One for each of the next messages; then all is well again, or as `always` says. */
  faults?: readonly Fault[]
  /** For every message after those; null ends it. */
  always?: Fault | null
  /** Whether it hears what else it is asked and never answers. */
  deaf?: boolean
}>

export type Asked = Readonly<{
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}>
export type Said = Readonly<{ status: number; body: unknown }>

/** What makes a stand-in that carrier's. */
export type Protocol<More extends object> = Readonly<{
  /** Undefined when the request proves that it comes from the account's holder. */
  refuse: (asked: Asked) => Said | undefined
  isSend: (asked: Asked) => boolean
  /** Takes a message for good, and says so; a refusal of the message itself takes nothing. */
  take: (asked: Asked) => Said
  /** Every other request. */
  answer: (asked: Asked) => Said
  problem: (status: number) => unknown
  /** What this carrier's stand-in can be told besides. */
  control: (more: More) => Promise<void> | void
  /** How many messages were taken, by key. */
  counts: () => Readonly<Record<string, number>>
}>

export type StandIn<More extends object> = Readonly<{
  url: string
  control: (control: Control & More) => Promise<void>
  counts: () => Readonly<Record<string, number>>
  /** How many questions it heard and did not answer. */
  unanswered: () => number
  close: () => Promise<void>
}>

/** Serves a carrier's protocol on this machine, beside `/control` and `/counts`. */
export async function openStandIn<More extends object>(
  protocol: Protocol<More>,
  port: number,
): Promise<StandIn<More>> {
  let faults: Fault[] = []
  let always: Fault | null = null
  let isDeaf = false
  let unanswered = 0
  const control = async (told: Control & More) => {
    if (told.faults !== undefined) faults = [...told.faults]
    if (told.always !== undefined) always = told.always
    if (told.deaf !== undefined) isDeaf = told.deaf
    await protocol.control(told)
  }
  const hearOut = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = await hear(request)
    const { pathname } = asked.url
    if (pathname === '/counts') return tell(response, { status: 200, body: protocol.counts() })
    if (pathname === '/control') {
      await control(JSON.parse(asked.body) as Control & More)
      return tell(response, { status: 200, body: {} })
    }
    const refused = protocol.refuse(asked)
    if (refused !== undefined) return tell(response, refused)
    if (!protocol.isSend(asked)) {
      if (!isDeaf) return tell(response, protocol.answer(asked))
      unanswered += 1
      return undefined
    }
    return await meet(faults.shift() ?? always ?? undefined, { protocol, asked, response })
  }
  const server = createServer((request, response) => {
    // Who asked may be gone in the middle of it: that is what the stand-in is for.
    hearOut(request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    control,
    counts: protocol.counts,
    unanswered: () => unanswered,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Runs a stand-in as a process of its own: `node <file> [port]`. */
export async function serveStandIn<More extends object>(
  open: (port: number) => Promise<StandIn<More>>,
) {
  const { url } = await open(Number(process.argv[2] ?? 0))
  process.stdout.write(`${url}\n`)
}

type Meeting<More extends object> = Readonly<{
  protocol: Protocol<More>
  asked: Asked
  response: ServerResponse
}>

async function meet<More extends object>(fault: Fault | undefined, meeting: Meeting<More>) {
  const { protocol, asked, response } = meeting
  if (fault?.do === 'HANG') return
  if (fault?.do === 'DROP_BEFORE') return drop(response, fault.reset)
  if (fault?.do === 'ANSWER') return tell(response, saidBy(fault, protocol))
  return await answerTaken(fault, protocol.take(asked), meeting)
}

async function answerTaken<More extends object>(
  fault: Exclude<Fault, { do: 'HANG' | 'DROP_BEFORE' | 'ANSWER' }> | undefined,
  said: Said,
  { protocol, response }: Meeting<More>,
) {
  switch (fault?.do) {
    case undefined:
      return tell(response, said)
    case 'SLOW':
      await pause(fault.seconds * 1_000)
      return tell(response, said)
    case 'DROP_AFTER':
      return drop(response, fault.reset)
    case 'CUT': {
      const text = JSON.stringify(said.body)
      response.writeHead(said.status, { 'content-length': Buffer.byteLength(text) })
      response.flushHeaders()
      // What was written must have left before the connection is cut, or nothing of the answer arrives.
      const half = text.slice(0, fault.after ?? text.length / 2)
      if (half === '') response.socket?.write('', () => response.destroy())
      else response.write(half, () => response.destroy())
      return
    }
    case 'GARBAGE':
      response.end('<html><title>Sign in to the network</title></html>')
      return
    case 'REPEAT': {
      const text = JSON.stringify(said.body)
      const head = `HTTP/1.1 ${said.status} OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`
      response.socket?.write(`${head}${text}${head}${text}`)
      return
    }
    case 'ANSWER_AFTER':
      return tell(response, saidBy(fault, protocol))
  }
}

function saidBy<More extends object>(
  { status, body }: Readonly<{ status: number; body?: unknown }>,
  { problem }: Protocol<More>,
): Said {
  return { status, body: body ?? problem(status) }
}

async function hear(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', 'http://stand-in'),
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  }
}

function tell(response: ServerResponse, { status, body }: Said) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

function drop(response: ServerResponse, reset = false) {
  if (reset) response.socket?.resetAndDestroy()
  else response.destroy()
}
