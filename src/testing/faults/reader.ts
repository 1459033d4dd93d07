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
    while (await this.#readPage(url)) await pause(20)
  }

  /** Reads to the end of a server that stays. */
  async catchUp(url: string): Promise<void> {
    for (let before = -1; this.events.length > before;) {
      before = this.events.length
      assert.ok(await this.#readPage(url))
    }
  }

  async #readPage(url: string): Promise<boolean> {
    const after = this.#cursor === undefined ? '' : `&after=${this.#cursor}`
    const reply = await ask<Page>(url, { method: 'GET', path: `/v1/events?limit=200${after}` })
    if (reply === undefined) return false
    assert.equal(reply.status, 200)
    this.events.push(...reply.body.items)
    this.#cursor = reply.body.nextCursor
    return true
  }
}
