import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'

/** What a reader of /v1/stream is told: that something changed, or a comment. */
export type Frame = Readonly<{ comment: string } | { event: string; id: number; data: Changed }>
export type Changed = Readonly<{
  entity: string
  id: string | number
  userId: string | null
  userCycleId: string | null
  version: number
  type: string
}>

type Asking = Readonly<{ token?: string; cookie?: string; lastEventId?: number | undefined }>

/** Opens the stream of a listening service and reads it, frame by frame, until it is closed. */
export async function openStream(base: string, { token, cookie, lastEventId }: Asking) {
  const sent = request(`${base}/v1/stream`, {
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie }),
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
    },
  })
  sent.on('error', () => 'closed')
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.on('error', () => 'closed')
  const frames = framesOf(response)

  return {
    response,
    next: async (): Promise<Frame | undefined> => (await frames.next()).value,
    /** The next so many changes, comments left out. */
    async changes(count: number) {
      const changes: { id: number; data: Changed }[] = []
      while (changes.length < count) {
        const { value: frame } = await frames.next()
        assert.ok(frame !== undefined, `it ended after ${changes.length} changes`)
        if ('event' in frame) changes.push(frame)
      }
      return changes
    },
    /** What is told before it ends by itself. */
    async rest() {
      const told: Frame[] = []
      for (let at = await frames.next(); at.value !== undefined; at = await frames.next()) {
        told.push(at.value)
      }
      return told
    },
    close: () => sent.destroy(),
  }
}

async function* framesOf(response: IncomingMessage): AsyncGenerator<Frame, undefined> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield frameOf(text.slice(0, end))
      text = text.slice(end + 2)
    }
  }
  return undefined
}

function frameOf(text: string): Frame {
  if (text.startsWith(':')) return { comment: text.slice(1).trim() }
  const fields = /^event: (?<event>\w+)\nid: (?<id>\d+)\ndata: (?<data>\{.*\})$/.exec(text)?.groups
  assert.ok(fields, `not a frame: ${text}`)
  const { event = '', id, data = '' } = fields
  return { event, id: Number(id), data: JSON.parse(data) as Changed }
}
