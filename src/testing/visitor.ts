/** A browser as far as an identity provider needs one: cookies by host, redirects, and the provider's own forms. */
export class Visitor {
  readonly #home: string
  readonly #jars = new Map<string, Map<string, string>>()

  constructor(home: string) {
    this.#home = home
  }

  async ask<Body = unknown>(method: string, path: string, body?: object) {
    const response = await this.#fetch(this.#home + path, {
      method,
      headers: { origin: this.#home, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Body }
  }

  /** Signs in at the provider and comes back; answers the address of the page where it ends. */
  async signInAt(url: string, login: string): Promise<string> {
    return await this.follow(await this.answerFor(url, login))
  }

  /** Fills in the provider's forms, and answers where it sends the browser with its answer. */
  async answerFor(url: string, login: string): Promise<string> {
    let next = url
    for (let step = 0; step < 12; step += 1) {
      const response = await this.#fetch(next)
      const location = response.headers.get('location')
      if (location !== null) {
        next = new URL(location, next).href
        if (next.startsWith(this.#home)) return next
        continue
      }
      const page = await response.text()
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
      const form = new URLSearchParams({
        prompt,
        ...(prompt === 'login' && { login, password: 'any' }),
      })
      const sent = await this.#fetch(next, { method: 'POST', body: form })
      next = new URL(sent.headers.get('location') ?? '', next).href
    }
    throw new Error('the provider sends us round and round')
  }

  /** Follows redirects of ours to the page where they end; the page itself is the console's matter. */
  async follow(url: string): Promise<string> {
    const response = await this.#fetch(url)
    const location = response.headers.get('location')
    return location === null ? url : await this.follow(new URL(location, url).href)
  }

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url)
    const jar = this.#jars.get(host) ?? new Map<string, string>()
    this.#jars.set(host, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
}
