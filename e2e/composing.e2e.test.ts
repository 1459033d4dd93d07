import type { Page } from '@playwright/test'
import { expect, openUser, test, type Hospital } from './world.ts'

/** Writes a message to somebody by a template of the test's own. */
async function openTemplate(hospital: Hospital, hana: Page) {
  const { tell } = hospital.world
  const name = `양식 ${hospital.siteId}`
  const made = { name, purpose: 'GENERAL', body: '오늘 약을 드셨나요?' }
  const { id } = await tell<{ id: number }>('POST', '/v1/message-templates', made)
  await openUser(hana, await hospital.user('홍길동'))
  await hana.keyboard.press('e')
  const choose = async (choice: string) => {
    await hana.getByRole('combobox', { name: '양식' }).click()
    await hana.getByRole('option', { name: choice }).click()
  }
  await choose(name)
  await expect(hana.getByText(made.body)).toBeVisible()
  const change = (what: object) => tell('PATCH', `/v1/message-templates/${id}`, what)
  return { name, choose, change }
}

test('what is shown of a message is what will be sent, also when its template is changed', async ({
  hospital,
  hana,
}) => {
  const { change } = await openTemplate(hospital, hana)

  await change({ body: '식사는 하셨나요?' })

  await expect(hana.getByText('식사는 하셨나요?')).toBeVisible()
  await change({ isActive: false })
})

test('the key for a message comes to the template, or to own words where they are chosen', async ({
  hospital,
  hana,
}) => {
  const { choose, change } = await openTemplate(hospital, hana)
  const comeBack = async () => {
    await hana.keyboard.press('n')
    await hana.keyboard.press('Escape')
    await hana.keyboard.press('e')
  }

  await hana.getByRole('heading', { name: '홍길동' }).click()
  await comeBack()
  await expect(hana.getByRole('combobox', { name: '양식' })).toBeFocused()
  await expect(hana.getByRole('listbox')).toHaveCount(0)

  await choose('직접 쓰기')
  await hana.getByRole('textbox', { name: '직접 쓰기' }).fill('내일 다시')
  await hana.getByRole('heading', { name: '홍길동' }).click()
  await comeBack()
  await expect(hana.getByRole('textbox', { name: '직접 쓰기' })).toBeFocused()
  await change({ isActive: false })
})

test('own words stay when a template is sent instead', async ({ hospital, hana }) => {
  const { name, choose, change } = await openTemplate(hospital, hana)
  await choose('직접 쓰기')
  const words = hana.getByRole('textbox', { name: '직접 쓰기' })
  await words.fill('내일 다시 전화드릴게요.')
  await choose(name)

  await hana.getByRole('button', { name: '보내기', exact: true }).click()

  await expect(hana.getByText('문자를 보냅니다.')).toBeVisible()
  await expect(words).toHaveValue('내일 다시 전화드릴게요.')
  await change({ isActive: false })
})

test('what is sent all the same at night is what was refused, never something else', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동')
  await openUser(hana, person)
  await hospital.world.at('2026-03-02T22:00')
  const forms = [
    { key: 'm', form: hana.getByRole('dialog') },
    { key: 'e', form: hana.getByRole('region', { name: '쓰기' }) },
  ]
  for (const { key, form } of forms) {
    await hana.keyboard.press(key)
    await form.getByRole('combobox', { name: '양식' }).click()
    await form.getByRole('option', { name: '직접 쓰기' }).click()
    const words = form.getByRole('textbox', { name: '직접 쓰기' })
    const send = form.getByRole('button', { name: '보내기', exact: true })
    const sendAllTheSame = form.getByRole('button', { name: '그래도 보내기' })
    await words.fill('전화 드렸습니다.')
    await send.click()
    await expect(sendAllTheSame).toBeEnabled()

    await words.fill('')
    await expect(send).toBeDisabled()
    await words.fill('내일 다시 전화드릴게요.')
    await send.click()
    await sendAllTheSame.click()

    await expect(
      hana.getByText(key === 'm' ? '부재중 문자를 보냅니다' : '문자를 보냅니다.').last(),
    ).toBeVisible()
    await expect(hana.getByRole('dialog')).toHaveCount(0)
  }
  const path = `/v1/user-cycles/${person.userCycleId}/messages`
  const { items } = await hospital.world.tell<{ items: { content: string }[] }>('GET', path)
  expect(items.map(({ content }) => content)).toEqual(forms.map(() => '내일 다시 전화드릴게요.'))
})
