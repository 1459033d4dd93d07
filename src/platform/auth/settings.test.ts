import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigError } from '../config-error.ts'
import { readSignIn } from './settings.ts'

const OIDC = {
  ANBU_PUBLIC_URL: 'https://anbu.example',
  ANBU_OIDC_ISSUER: 'https://sso.example/realms/hospital',
  ANBU_OIDC_CLIENT_ID: 'anbu',
  ANBU_OIDC_GROUPS:
    '{"nurses": {"role": "OPERATOR", "sites": ["seoul"]}, "chiefs": {"role": "MANAGER"}}',
}

describe('how people sign in', () => {
  test('is by password, with nobody masked, when nothing is said', () => {
    const { publicUrl, oidc, limit, masked } = readSignIn({})
    assert.deepEqual(
      { publicUrl, oidc, limit, masked },
      { publicUrl: undefined, oidc: undefined, limit: 20, masked: [] },
    )
  })

  test('may be a provider, whose groups give role and sites', () => {
    const { oidc } = readSignIn(OIDC)
    assert.deepEqual(oidc?.groups, {
      nurses: { role: 'OPERATOR', sites: ['seoul'] },
      chiefs: { role: 'MANAGER', sites: null },
    })
  })

  test('takes the roles that are masked', () => {
    assert.deepEqual(readSignIn({ ANBU_MASKED_ROLES: 'MANAGER, ADMIN' }).masked, [
      'MANAGER',
      'ADMIN',
    ])
  })

  const wrong: readonly [string, Record<string, string>][] = [
    ['ANBU_SECRET', { ANBU_SECRET: 'too short' }],
    ['ANBU_PUBLIC_URL', { ANBU_PUBLIC_URL: 'anbu.example' }],
    ['ANBU_MASKED_ROLES', { ANBU_MASKED_ROLES: 'MANAGERS' }],
    ['ANBU_SIGN_IN_LIMIT', { ANBU_SIGN_IN_LIMIT: '-1' }],
    ['ANBU_OIDC_ISSUER', { ANBU_OIDC_CLIENT_ID: 'anbu' }],
    ['ANBU_OIDC_CLIENT_ID', { ...OIDC, ANBU_OIDC_CLIENT_ID: '' }],
    ['ANBU_PUBLIC_URL', { ...OIDC, ANBU_PUBLIC_URL: '' }],
    ['ANBU_OIDC_GROUPS', { ...OIDC, ANBU_OIDC_GROUPS: '' }],
    ['ANBU_OIDC_GROUPS', { ...OIDC, ANBU_OIDC_GROUPS: '{"nurses": "OPERATOR"}' }],
    ['ANBU_OIDC_GROUPS', { ...OIDC, ANBU_OIDC_GROUPS: '{"robots": {"role": "SERVICE"}}' }],
  ]
  for (const [name, env] of wrong) {
    test(`is refused by name: ${JSON.stringify(env).slice(0, 80)}`, () => {
      assert.throws(
        () => readSignIn(env),
        (error) => error instanceof ConfigError && error.message.includes(name),
      )
    })
  }
})
