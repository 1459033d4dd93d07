import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { ask } from '../http.ts'

export type Published = Readonly<{
  id: string
  type: string
  subject?: string
  data: Readonly<Record<string, unknown>>
}>
type Page = { items: Published[]; nextCursor: string }

/** Another system that reads the published events, and goes on after a restart where it stopped. */
export class Reader {
  readonly events: Published[] = []
  #cursor: string | undefined

  /** Reads until the server is gone. */
  async follow(url: string): Promise<void> {
    for (;;) {
      const status = await this.readOn(url)
      if (status === undefined) return
      assert.equal(status, 200)
      await pause(20)
    }
  }

  /** Reads to the end of a server that stays. */
  async catchUp(url: string): Promise<void> {
    for (let before = -1; this.events.length > before;) {
      before = this.events.length
      assert.equal(await this.readOn(url), 200)
    }
  }

  /** Reads the next page: the status that was answered, or nothing when the server is gone. */
  async readOn(url: string): Promise<number | undefined> {
    const after = this.#cursor === undefined ? '' : `&after=${this.#cursor}`
    const reply = await ask<Page>(url, { method: 'GET', path: `/v1/events?limit=200${after}` })
    if (reply?.status === 200) {
      this.events.push(...reply.body.items)
      this.#cursor = reply.body.nextCursor
    }
    return reply?.status
  }
}
