import { createServer } from 'node:http'
import Provider from 'oidc-provider'

/** Who has an account there: `login` is the key. */
const PEOPLE: Readonly<Record<string, object>> = {
  nurse: {
    email: 'nurse@hospital.example',
    email_verified: true,
    name: '한간호',
    groups: ['nurses', 'staff'],
  },
  chief: {
    email: 'chief@hospital.example',
    email_verified: true,
    name: '주팀장',
    groups: ['chiefs'],
  },
  visitor: {
    email: 'visitor@hospital.example',
    email_verified: true,
    name: '손님',
    groups: ['guests'],
  },
  // Says an address that nobody has checked.
  impostor: {
    email: 'chosen@anbu.example',
    email_verified: false,
    name: '사칭',
    groups: ['chiefs'],
  },
}

export const OIDC_CLIENT = { id: 'anbu', secret: 'a-secret-of-the-client-for-tests' }

/**
 * A real OpenID provider on this machine, begun as a process of its own: `node <file> <port> <redirect URI>`. It asks for
 * PKCE, and its own pages ask who one is.
 */
async function serve(port: number, redirectUri: string) {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      groups: ['groups'],
    },
    scopes: ['openid', 'email', 'profile', 'groups'],
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of a provider for tests'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...PEOPLE[id] }),
    }),
  })
  const server = createServer((request, response) => void provider.callback()(request, response))
  server.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'))
}

if (import.meta.main) await serve(Number(process.argv[2]), process.argv[3] ?? '')
