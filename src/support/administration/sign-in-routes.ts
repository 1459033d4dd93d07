import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { forgetFailures, mayTry } from '../../platform/auth/lockout.ts'
import { hashPassword } from '../../platform/auth/passwords.ts'
import { BASE_PATH, OIDC, type SignIn } from '../../platform/auth/sign-in.ts'
import { invalid, problem } from '../../platform/http/problem.ts'
import { answers } from '../../platform/http/schema.ts'
import { Me } from './contract.ts'
import { cookiesOf, letIn, refusedOnly, WRONG, type Door } from './entrance.ts'
import * as contract from './session-contract.ts'

/** The ways in: by password, by a click in a demo, by the provider. */
export function signInRoutes({
  signIn,
  secret,
  place,
  oidc,
  tried,
  once,
  ending,
}: Door): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/v1/sign-in',
      { schema: answers(200, contract.SignInWays, 'How one may sign in') },
      () => ({
        password: true,
        oidc: oidc === undefined ? null : { name: oidc.name },
        demo: [...new Set(place.demo.map(({ role }) => role))],
        demoData: place.demo.length > 0,
        testClock: place.testClock,
      }),
    )

    app.post(
      '/v1/session',
      {
        ...once,
        ...ending,
        schema: { body: contract.Credentials, ...answers(201, Me, 'Signs in') },
      },
      async (request, reply) => {
        const { email, password } = request.body
        const who = { secret, email }
        const found = (await mayTry(request.sql, who))
          ? await byPassword(signIn, request, { email, password })
          : await afterTheSameTime(password)
        tried('password', found === undefined ? 'REFUSED' : 'IN')
        if (found === undefined) return problem(reply, WRONG)
        await forgetFailures(request.sql, who)
        return await letIn({ request, reply, place }, found.id, found.cookies)
      },
    )

    app.post(
      '/v1/session/demo',
      {
        ...once,
        ...ending,
        schema: { body: contract.DemoRole, ...answers(201, Me, 'Signs in to a demo') },
      },
      async (request, reply) => {
        const operator = place.demo.find(({ role }) => role === request.body.role)
        if (operator === undefined || !isHere(request)) return problem(reply, WRONG)
        const cookies = await cookiesOf(signIn, request, operator.id)
        tried('demo', 'IN')
        return await letIn({ request, reply, place }, operator.id, cookies)
      },
    )

    app.post(
      '/v1/session/oidc',
      {
        ...once,
        schema: {
          body: contract.Nothing,
          ...answers(200, contract.Elsewhere, 'Where the provider signs in'),
        },
      },
      async ({ headers }, reply) => {
        if (oidc === undefined) {
          return problem(reply, invalid({ in: 'body', field: '', message: 'there is no provider' }))
        }
        const body = {
          provider: OIDC,
          callbackURL: '/',
          errorCallbackURL: FAILED,
          disableRedirect: true,
        }
        const begun = await signIn.api.signInSocial({
          body,
          headers: new Headers({ cookie: headers.cookie ?? '' }),
          returnHeaders: true,
        })
        void reply.header('set-cookie', begun.headers.getSetCookie())
        return { url: begun.response.url }
      },
    )

    // The provider sends the browser here; where it goes next is ours, and a failure says no more than that.
    app.get(
      `${BASE_PATH}/callback/:provider`,
      { config: { unkept: true }, schema: HIDDEN },
      async (request, reply) => {
        const { headers, url, params } = request
        if ((params as { provider: string }).provider !== OIDC)
          return await reply.redirect(FAILED, 302)
        const { search } = new URL(url, signIn.options.baseURL)
        const answer = await signIn.handler(
          new Request(new URL(`${BASE_PATH}/callback/${OIDC}${search}`, signIn.options.baseURL), {
            headers: { cookie: headers.cookie ?? '', 'user-agent': headers['user-agent'] ?? '' },
          }),
        )
        const target = answer.headers.get('location') ?? FAILED
        const failed = target !== '/' && new URL(target, signIn.options.baseURL).pathname !== '/'
        tried('oidc', failed ? 'REFUSED' : 'IN')
        void reply.header('set-cookie', answer.headers.getSetCookie())
        return await reply.redirect(failed ? FAILED : '/', 302)
      },
    )
  }
}

const HIDDEN: object = { hide: true }
const FAILED = '/sign-in?failed=oidc'

/** A locked address costs as much time as one that is not, and tells as little. */
async function afterTheSameTime(password: string) {
  await hashPassword(password)
  return undefined
}

type Credentials = Readonly<{ email: string; password: string }>

async function byPassword(signIn: SignIn, { headers }: FastifyRequest, body: Credentials) {
  const found = await signIn.api
    .signInEmail({
      body,
      headers: new Headers({ 'user-agent': headers['user-agent'] ?? '' }),
      returnHeaders: true,
    })
    .catch(refusedOnly)
  return found && { id: found.response.user.id, cookies: found.headers.getSetCookie() }
}

/** From this machine, by a page of this machine: another site's name may be made to point here, too. */
function isHere({ ip, hostname }: FastifyRequest): boolean {
  const isLoopback = ip === '::1' || /^(::ffff:)?127\./.test(ip)
  return isLoopback && /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(hostname)
}
