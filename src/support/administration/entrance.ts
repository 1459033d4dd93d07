import type { FastifyReply, FastifyRequest } from 'fastify'
import { because } from '../../kernel/decision.ts'
import { findOperator } from '../../platform/auth/operators.ts'
import { endSession } from '../../platform/auth/sessions.ts'
import type { SignIn } from '../../platform/auth/sign-in.ts'
import { problem, UNAUTHENTICATED } from '../../platform/http/problem.ts'
import { meOf, type Place } from './me.ts'

/** What signing in, sessions and invitations have in common. */
export type Door = Readonly<{
  signIn: SignIn
  secret: string
  place: Place
  oidc: Readonly<{ name: string }> | undefined
  /** Hears how every sign-in ended. */
  tried: (way: string, outcome: 'IN' | 'REFUSED') => void
  /** Of routes that a guesser would try: counted by address, and answers kept for nobody. */
  once: object
  /** Of routes that end sessions: every process knows before it is said. */
  ending: object
}>

/** One answer to all that is wrong with a sign-in. */
export const WRONG = because(UNAUTHENTICATED, { reason: 'WRONG_SIGN_IN' })

type Entrance = Readonly<{ request: FastifyRequest; reply: FastifyReply; place: Place }>

/** Answers who is in now; the session that the browser had before ends. */
export async function letIn({ request, reply, place }: Entrance, id: string, cookies: string[]) {
  const { session, sql } = request
  if (session !== null) {
    await endSession(sql, { id: session.sessionId, operatorId: session.caller.by })
  }
  const operator = await findOperator(sql, id)
  if (operator === undefined) return problem(reply, WRONG)
  void reply.code(201).header('set-cookie', cookies)
  return meOf({ by: operator.id, ...operator }, place)
}

/** The cookies of a new session of that operator. */
export async function cookiesOf(signIn: SignIn, { headers }: FastifyRequest, operatorId: string) {
  const made = await signIn.api.signInAs({
    body: { operatorId },
    headers: new Headers({ 'user-agent': headers['user-agent'] ?? '' }),
    returnHeaders: true,
  })
  return made.headers.getSetCookie()
}

/** What the library refuses is refused; anything else has gone wrong. */
export function refusedOnly(error: unknown): undefined {
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === undefined || statusCode >= 500) throw error
}
