import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { temporaryFolder } from '../testing/server.ts'
import { ConfigError } from './config-error.ts'
import { withSecretFiles } from './environment.ts'

describe('a secret that stands in a file', () => {
  const { folder, remove } = temporaryFolder()
  after(remove)
  const file = path.join(folder, 'secret')
  writeFileSync(file, 'as long as it has to be\n')

  test('is read from there, without the line’s end, and beside the others', () => {
    const env = withSecretFiles({ ANBU_SECRET_FILE: file, PORT: '3000' })
    assert.deepEqual(
      { secret: env['ANBU_SECRET'], port: env['PORT'] },
      { secret: 'as long as it has to be', port: '3000' },
    )
  })

  test('is refused when it is set twice', () => {
    assert.throws(
      () => withSecretFiles({ ANBU_SECRET: 'one', ANBU_SECRET_FILE: file }),
      (error) => error instanceof ConfigError && /ANBU_SECRET_FILE/.test(error.message),
    )
  })

  test('is refused by its name when the file cannot be read, without saying where it lies', () => {
    assert.throws(
      () => withSecretFiles({ DATABASE_URL_FILE: path.join(folder, 'gone') }),
      (error) =>
        error instanceof ConfigError &&
        /DATABASE_URL_FILE cannot be read \(ENOENT\)/.test(error.message) &&
        !error.message.includes(folder),
    )
  })
})
