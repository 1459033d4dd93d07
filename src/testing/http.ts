import { BOOTSTRAP } from './server.ts'

/** What came back: an answer, or nothing, since the server was gone before it was all there. */
export type Reply<Body> = Readonly<{ status: number; replayed: boolean; body: Body }> | undefined

type Request = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: object
  key?: string | undefined
  token?: string
}>

/** Asks a server over HTTP, one that may be gone at any moment. */
export async function ask<Body>(
  url: string,
  { method, path, body, key, token = BOOTSTRAP }: Request,
): Promise<Reply<Body>> {
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const replayed = response.headers.get('idempotent-replay') === 'true'
    const text = await response.text()
    return { status: response.status, replayed, body: (text && JSON.parse(text)) as Body }
  } catch {
    return undefined
  }
}

/** Asks a server that is expected to stay, and gives the body of its answer. */
export async function read<Body>(url: string, path: string): Promise<Body> {
  const reply = await ask<Body>(url, { method: 'GET', path })
  if (reply?.status !== 200) throw new Error(`GET ${path} was answered ${reply?.status}`)
  return reply.body
}
