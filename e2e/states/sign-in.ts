import {
  answer,
  beforeItsAnswer,
  hasFailed,
  open,
  refuse,
  seen,
  type Scene,
  type Screen,
} from './scene.ts'

const EVERY_WAY = {
  password: true,
  oidc: { name: '한빛' },
  demo: ['OPERATOR', 'MANAGER', 'ADMIN', 'AUDITOR'],
  demoData: true,
  testClock: false,
}
const READ = '**/v1/invitations/read'

async function tryPassword({ page, say: { shell } }: Scene) {
  await page.getByLabel(shell.email).fill('nobody@example.org')
  await page.getByLabel(shell.password, { exact: true }).fill('1234')
  await page.getByRole('button', { name: shell.signIn, exact: true }).click()
}

export const signIn: Screen = {
  seenBy: 'NOBODY',
  states: {
    ...beforeItsAnswer('**/v1/sign-in', '/'),
    'by password': async ({ page, say }) => {
      await open(page, '/')
      await page.getByLabel(say.shell.email).waitFor()
    },
    'wrong password': async (scene) => {
      await tryPassword(scene)
      await seen(scene.page, scene.say.shell.signInFailed)
    },
    'too many tries': async (scene) => {
      await refuse(scene.page, '**/v1/session', 4290, 429)
      await tryPassword(scene)
      await seen(scene.page, scene.say.problems.p4290)
    },
    'by every way, after one has failed': async ({ page, say }) => {
      await answer(page, '**/v1/sign-in', EVERY_WAY)
      await open(page, '/sign-in?failed=oidc')
      await seen(page, say.shell.demoTitle)
    },
    'no server': async (scene) => {
      await scene.page.route('**/v1/me', (route) => route.abort())
      await open(scene.page, '/')
      await hasFailed(scene)
    },
  },
}

export const invitation: Screen = {
  seenBy: 'NOBODY',
  states: {
    'used up': async ({ page, say }) => {
      await open(page, '/invitation#anbu_invitation_unknown')
      await seen(page, say.shell.invitationGone)
    },
    failed: async (scene) => {
      await refuse(scene.page, READ)
      await inviteWith(scene)
      await hasFailed(scene)
    },
    'for somebody': async (scene) => {
      await answer(scene.page, READ, { name: '김하나', email: 'a@b.example', role: 'OPERATOR' })
      await inviteWith(scene)
      await seen(scene.page, scene.say.shell.invitationTitle)
    },
    'for nobody by name, and refused': async (scene) => {
      const { page, say } = scene
      await answer(page, READ, { name: '', email: '', role: 'ADMIN' })
      await refuse(page, '**/v1/invitations/accept', 4210, 409)
      await inviteWith(scene)
      await page.getByLabel(say.shell.name).fill('김하나')
      await page.getByLabel(say.shell.email).fill('a@b.example')
      await page.getByLabel(say.shell.newPassword).fill('1234 5678 9012')
      await page.getByRole('button', { name: say.shell.accept }).click()
      await seen(page, say.problems.p4210)
    },
  },
}

/** Opens an invitation anew: only what is behind # would change, which loads nothing. */
async function inviteWith({ page }: Scene) {
  await page.goto('about:blank')
  await open(page, '/invitation#anbu_invitation_some')
}
