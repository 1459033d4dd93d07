import assert from 'node:assert/strict'
import type { FastifyRequest } from 'fastify'
import { forgetTogether, rememberCallers } from '../src/platform/auth/callers.ts'
import { addOperator } from '../src/platform/auth/operators.ts'
import { recogniseSessions, type SessionCaller } from '../src/platform/auth/sessions.ts'
import { openSignIn } from '../src/platform/auth/sign-in.ts'
import { recogniseTokens, type TokenCaller } from '../src/platform/auth/tokens.ts'
import { openPostgres } from '../src/platform/db/postgres.ts'
import { recogniseBy } from '../src/platform/http/recognise.ts'
import { isRefusal } from '../src/kernel/decision.ts'
import { makeToken } from './against-bare.ts'
import { median } from './load.ts'

const TIMES = 50_000
const ROUNDS = 7

/** What it takes to know who asks, in microseconds a request, for callers who have asked before. */
export async function measureRecognising(databaseUrl: string) {
  const token = await makeToken(databaseUrl)
  const database = await openPostgres(databaseUrl, () => {})
  const { sql } = database
  const signIn = openSignIn(sql, {
    secret: 'a secret for the bench, which is long enough',
    publicUrl: new URL('http://127.0.0.1:3210'),
    oidc: undefined,
    failed: () => {},
  })
  const person = {
    name: '김하나',
    email: 'bench@anbu.example',
    role: 'OPERATOR',
    sites: null,
  } as const
  const added = await addOperator(sql, person)
  assert.ok(!isRefusal(added))
  const headers = new Headers()
  const made = await signIn.api.signInAs({
    body: { operatorId: added.id },
    headers,
    returnHeaders: true,
  })
  const cookie = made.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const tokens = rememberCallers<TokenCaller>()
  const sessions = rememberCallers<SessionCaller>()
  await forgetTogether(database, tokens, sessions)
  const known = { present: tokens.present, bootstrapToken: undefined, failed: () => {} }
  const recognise = recogniseBy({
    tokens: recogniseTokens(sql, known),
    sessions: recogniseSessions(sql, signIn, sessions),
    publicUrl: undefined,
  })
  const asking = (proof: object) => {
    const request = { method: 'POST', host: '127.0.0.1:3210', headers: proof }
    return request as FastifyRequest
  }
  const own = { origin: 'http://127.0.0.1:3210' }
  const ways = {
    token: asking({ authorization: `Bearer ${token}` }),
    session: asking({ cookie, ...own }),
  }
  const costs = {
    token: await costOf(recognise, ways.token),
    session: await costOf(recognise, ways.session),
  }
  await database.close()
  return costs
}

type Recognise = ReturnType<typeof recogniseBy>

async function costOf(recognise: Recognise, request: FastifyRequest): Promise<number> {
  const found: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now()
    for (let time = 0; time < TIMES; time += 1) {
      const caller = await recognise(request)
      assert.ok(caller !== undefined && !isRefusal(caller))
    }
    found.push(((performance.now() - begun) * 1_000) / TIMES)
  }
  return median(found)
}
