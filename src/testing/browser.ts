import type { FastifyInstance } from 'fastify'
import type { Call } from './api.ts'

/** A browser as far as signing in needs one: it keeps cookies, and says whose page asks. */
export function browserOn(app: FastifyInstance) {
  const jar = new Map<string, string>()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const call: Call = async (method, url, body, headers = {}) => {
    const origin = method === 'GET' ? {} : { origin: 'http://localhost:80' }
    const response = await app.inject({
      method,
      url,
      headers: { ...origin, ...(jar.size > 0 && { cookie: cookie() }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    })
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0 || value === '') jar.delete(name)
      else jar.set(name, encodeURIComponent(value))
    }
    const isJson = /json/.test(String(response.headers['content-type']))
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (isJson ? JSON.parse(response.payload) : response.payload) as never,
    }
  }
  return { call, jar, cookie }
}
