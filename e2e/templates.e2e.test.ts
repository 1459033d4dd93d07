import type { Browser, Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { signedIn } from './signed-in.ts'
import { expect, findings, test, type World } from './world.ts'

type Template = Readonly<{ id: number; name: string; body: string; version: number }>
async function templateIn(world: World, body = '처음 글'): Promise<Template> {
  const name = `양식 ${randomUUID().slice(0, 6)}`
  return await world.tell('POST', '/v1/message-templates', { name, purpose: 'GENERAL', body })
}

const bodyOf = async (world: World, { id }: Template) => {
  const { items } = await world.tell<{ items: Template[] }>('GET', '/v1/message-templates')
  return items.find((one) => one.id === id)?.body
}

async function openTemplate(page: Page, { name }: Template) {
  await page.goto('/settings/templates')
  await page.getByRole('button', { name: new RegExp(name) }).click()
}

/** An administrator writes a template, which somebody else changes meanwhile. */
async function changedMeanwhile(world: World, browser: Browser) {
  const admin = await signedIn(world, browser)
  const template = await templateIn(world)
  await openTemplate(admin, template)
  await admin.getByRole('textbox', { name: '내용' }).fill('나의 글')
  await world.tell('PATCH', `/v1/message-templates/${template.id}`, { body: '남의 글' })
  return { admin, template }
}

test('two who change one template see each other’s text, and neither is overwritten unseen', async ({
  world,
  browser,
}) => {
  const { admin, template } = await changedMeanwhile(world, browser)

  const notice = admin.getByRole('region', { name: '그사이 바뀐 내용' })
  await expect(notice).toContainText('남의 글')
  await expect(admin.getByRole('textbox', { name: '내용' })).toHaveValue('나의 글')
  await expect(admin.getByRole('button', { name: '저장', exact: true })).toBeDisabled()
  expect(await bodyOf(world, template)).toBe('남의 글')
  expect(await findings(admin)).toEqual([])

  await notice.getByRole('button', { name: '내가 쓴 것으로 계속하기' }).click()
  await admin.getByRole('button', { name: '저장', exact: true }).click()
  await expect.poll(() => bodyOf(world, template)).toBe('나의 글')
})

test('who lets go of what they typed over a changed template goes on from the other’s text', async ({
  world,
  browser,
}) => {
  const { admin } = await changedMeanwhile(world, browser)
  await admin.getByRole('button', { name: '바뀐 내용으로 계속하기' }).click()
  await expect(admin.getByRole('textbox', { name: '내용' })).toHaveValue('남의 글')
  await expect(admin.getByText('저장하지 않은 내용이 있습니다')).toHaveCount(0)
})

test('a template that no carrier could take is not saved, and its field says why', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser)
  await openTemplate(admin, await templateIn(world))
  const [body, save] = [
    admin.getByRole('textbox', { name: '내용' }),
    admin.getByRole('button', { name: '저장', exact: true }),
  ]
  await body.fill('반갑습니다 😀')
  await expect(body).toHaveAccessibleDescription(/😀/)
  await expect(save).toBeDisabled()

  await body.fill('가'.repeat(1_001))
  await expect(body).toHaveAccessibleDescription(/2002바이트/)
  await expect(save).toBeDisabled()

  await body.fill('가'.repeat(1_000))
  await expect(save).toBeEnabled()
  await expect(save).toBeInViewport()
})

test('the preview counts the bytes of Korean contents in either language', async ({
  world,
  browser,
}) => {
  const admin = await signedIn(world, browser, 'ADMIN', { locale: 'en-US' })
  await openTemplate(admin, await templateIn(world, '{{userName}}'))
  const preview = admin.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('6 bytes')
})

test('who chooses a template far down the list writes at once, and finds it again after a reload', async ({
  world,
  browser,
}) => {
  for (let at = 0; at < 40; at += 1) await templateIn(world)
  const template = await templateIn(world)
  const admin = await signedIn(world, browser)
  await openTemplate(admin, template)
  const name = admin.getByLabel('이름')
  await expect(name).toBeFocused()
  await expect(name).toBeInViewport()
  await expect(admin.getByRole('textbox', { name: '내용' })).toBeInViewport()

  await admin.reload()
  await expect(name).toHaveValue(template.name)
  const chosen = admin.getByRole('button', { name: new RegExp(template.name) })
  await expect(chosen).toBeInViewport()
})
