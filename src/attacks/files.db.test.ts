import assert from 'node:assert/strict'
import { connect, type AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { serviceOn } from '../testing/api.ts'
import { freshPglite } from '../testing/databases.ts'

const database = await freshPglite()
after(() => database.close())
const { app } = await serviceOn(database)
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo

/** Ways up from a folder, as they are written on the wire. */
const UP = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '..%252f',
  '%252e%252e%252f',
  '..;/',
  '.%00./',
  '..%c0%af',
  '%uff0e%uff0e/',
  './/../',
  '....//',
]
const WANTED = [
  'package.json',
  'etc/passwd',
  '.git/config',
  'src/main.ts',
  'data/PG_VERSION',
  '.env',
]
/** What stands in one of those files, and in no answer of ours. */
const FOUND = /"dependencies"|root:.*:0:0|\[core\]|readConfig|import \{/

describe('a file outside its folder is not given out', () => {
  for (const folder of ['/assets/', '/docs/static/', '/docs/', '/']) {
    test(`by any way up from ${folder}`, async () => {
      for (const up of UP) {
        for (const file of WANTED) {
          for (const target of [
            `${folder}${up}${file}`,
            `${folder}${up.repeat(8)}${file}`,
            `${folder}x/${up.repeat(9)}${file}`,
          ]) {
            const heard = await ask(target)
            const [, status = ''] = /^HTTP\/1\.1 (\d{3})/.exec(heard) ?? []
            assert.match(status, /^(4\d\d|30\d)$/, target)
            assert.doesNotMatch(heard, FOUND, target)
          }
        }
      }
    })
  }

  test('nor by an absolute or an odd address', async () => {
    for (const target of [
      '//etc/passwd',
      '/assets//etc/passwd',
      '/assets/%2fetc%2fpasswd',
      '/docs/static//etc/passwd',
      '/docs/static/%2fetc/passwd',
      '/assets/file:%2f%2f%2fetc%2fpasswd',
      'file:///etc/passwd',
      '/assets/.',
      '/assets/%2e',
      '/docs/static/.',
      '/assets/con',
      '/assets/~root',
      '/.git/config',
      '/.env',
      '/package.json',
      '/src/main.ts',
      '/migrations/schema.sql',
      '/node_modules/fastify/package.json',
    ]) {
      const heard = await ask(target)
      assert.match(heard, /^HTTP\/1\.1 (4\d\d|30\d) /, target)
      assert.doesNotMatch(heard, FOUND, target)
    }
  })
})

test('no folder is listed, and nothing is written to one', async () => {
  for (const folder of ['/assets', '/assets/', '/docs/static', '/docs/static/']) {
    assert.doesNotMatch(await ask(folder), /Index of|<li>|<a href/, folder)
    for (const method of ['PUT', 'DELETE', 'POST', 'PROPFIND', 'MOVE']) {
      const heard = await ask(`${folder.replace(/\/$/, '')}/evil.js`, method)
      assert.match(heard, /^HTTP\/1\.1 40[0-9] /, `${method} ${folder}`)
    }
  }
})

/** Asks for an address as it is written: clients with better manners resolve its dots first. */
async function ask(target: string, method = 'GET'): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${method} ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)
  return (await Array.fromAsync(socket.setEncoding('utf8'))).join('')
}
