import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Route = Readonly<{ method: Method; url: string }>

/**
 * Every route that the service has, documented or not: the router tells the addresses, and each address, asked by a
 * method that none takes, the methods that it does take. A folder of files (`*`) is left out.
 */
export async function routesOf(app: FastifyInstance): Promise<Route[]> {
  const routes: Route[] = []
  for (const url of addressesIn(app.printRoutes({ commonPrefix: false }))) {
    const { statusCode, headers } = await app.inject({ method: 'TRACE', url })
    assert.equal(statusCode, 405, `${url} does not say which methods it takes`)
    const taken = String(headers['allow']).split(', ')
    for (const method of taken) {
      if (method !== 'HEAD' && method !== 'OPTIONS') routes.push({ method: method as Method, url })
    }
  }
  return routes
}

/** Reads the router's tree, in which a line carries on the address of the line that it hangs from. */
function addressesIn(tree: string): string[] {
  const above: string[] = []
  const addresses = tree.matchAll(/^(?<indent>[│ ]*)[├└]── (?<part>.*?)(?: \(.*\))?$/gm)
  const all = [...addresses].map(({ groups }) => {
    const depth = (groups?.['indent'] ?? '').length / 4
    const url = `${above[depth - 1] ?? ''}${groups?.['part'] ?? ''}`
    above.splice(depth, Infinity, url)
    return url
  })
  return all.filter((url) => !url.endsWith('*'))
}
