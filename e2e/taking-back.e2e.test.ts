import { expect, openUser, statusOfCall, test } from './world.ts'

test('what is taken back is what was done last, not the last call of all', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동', { day: '2026-02-24' })
  await hospital.complete(person, 2)
  await hospital.world.at('2026-03-02T10:05')
  await openUser(hana, person)
  await hana.keyboard.press('c')
  await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()

  await hana.keyboard.press('w')

  await expect(hana.getByText('1차 콜을 되돌렸습니다')).toBeVisible()
  expect(await statusOfCall(hospital, person)).toBe('ACTIVE')
})

test('a key takes back nothing that somebody else did, or oneself on another day', async ({
  hospital,
  hana,
}) => {
  const person = await hospital.user('홍길동', { day: '2026-02-24' })
  await hana.goto(`/users/${person.userId}`)
  await expect(hana.getByRole('heading', { name: '1차 · 1일차' })).toBeVisible()
  await hana.keyboard.press('c')
  await expect(hana.getByText('1차 콜을 완료했습니다')).toBeVisible()
  await hospital.world.at('2026-03-03T10:00')
  await hospital.complete(person, 2)
  await hana.goto(`/users/${person.userId}`)
  await expect(hana.getByRole('button', { name: '2차 콜 되돌리기' })).toBeVisible()

  await hana.keyboard.press('w')
  await hana.getByRole('button', { name: '2차 콜 되돌리기' }).click()

  await expect(hana.getByText('2차 콜을 되돌렸습니다')).toBeVisible()
  await expect(hana.getByText('1차 콜을 되돌렸습니다')).toHaveCount(0)
  expect(await statusOfCall(hospital, person)).toBe('COMPLETED')
})

test('to undo takes nothing back that a colleague did since', async ({ hospital, hana }) => {
  const person = await hospital.user('홍길동')
  const { id } = await hospital.callOf(person)
  await openUser(hana, person)
  await hana.keyboard.press('c')
  const toast = hana.getByRole('alert').filter({ hasText: '1차 콜을 완료했습니다' })
  await toast.hover()
  await hospital.world.tell('POST', `/v1/outbounds/${id}/withdraw`)
  await hospital.world.tell('POST', `/v1/outbounds/${id}/skip`, { reason: 'REFUSED' })

  await toast.getByRole('button', { name: '되돌리기' }).click()

  await expect(hana.getByText('그사이 다른 사람이 바꾸었습니다')).toBeVisible()
  expect(await statusOfCall(hospital, person)).toBe('SKIPPED')
})
