import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineCommand } from 'citty'
import { readConfig } from './config.ts'
import { helpFor, SETTINGS } from './help.ts'

const solapi = {
  ANBU_CARRIER: 'solapi',
  SOLAPI_API_KEY: 'key',
  SOLAPI_API_SECRET: 'secret',
  SOLAPI_SENDER: '02-1234-5678',
}
const webhook = {
  ANBU_CARRIER: 'webhook',
  ANBU_WEBHOOK_CARRIER_URL: 'https://carrier.example',
  ANBU_WEBHOOK_CARRIER_SECRET: `whsec_${'A'.repeat(44)}`,
}

test('help names every setting that is read, and no other', async () => {
  const asked = new Set<string>()
  for (const given of [{}, solapi, webhook]) {
    await readConfig(
      new Proxy<Record<string, string>>(given, {
        get(environment, name: string) {
          asked.add(name)
          return environment[name]
        },
      }),
    )
  }
  assert.deepEqual(Object.keys(SETTINGS).toSorted(), [...asked].toSorted())
})

test('help lists the commands with what they do', async () => {
  const serve = defineCommand({ meta: { name: 'serve', description: 'Serve the API.' } })
  const help = await helpFor(defineCommand({ meta: { name: 'anbu' }, subCommands: { serve } }))
  assert.match(help, /serve.* Serve the API\./)
  assert.match(help, /ANBU_DATA_DIR +the folder of the embedded database/)
})
