import { plusMinutes } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/values.ts'
import { recordContactAttempt } from '../../support/contact-attempt/commands.ts'
import { createTemplate } from '../../support/message-template/commands.ts'
import { listTemplates } from '../../support/message-template/repository.ts'
import { changePreference } from '../../support/policies/profile.ts'
import type { Support } from '../../support/support.ts'
import {
  retryMessage,
  sendFreeTextMessage,
  sendMissedCallMessage,
  sendTemplateMessage,
  takeReport,
} from '../../support/user-support-message/commands.ts'
import { findMessages } from '../../support/user-support-message/repository.ts'
import { lifeOf, type Life } from '../life.ts'
import { AWAY } from '../sending.ts'
import type { Moment, Story } from '../story.ts'

const REMINDER = '복약 응원'

const TEMPLATES = [
  {
    name: '부재중 안내',
    purpose: 'MISSED_CALL',
    body: '{{userName}}님, {{dayIndex}}일차 안부 전화를 드렸으나 연결되지 않았습니다. 편한 시간을 알려 주시면 다시 전화드리겠습니다. - {{operatorName}}',
    isActive: true,
  },
  {
    name: REMINDER,
    purpose: 'GENERAL',
    body: '{{userName}}님, 오늘은 치료 {{dayIndex}}일차입니다. 잊지 말고 앱을 열어 주세요. - {{siteName}}',
    isActive: true,
  },
  {
    name: '통화 약속 안내',
    purpose: 'GENERAL',
    body: '{{userName}}님, 약속하신 {{contactAt}}에 전화드리겠습니다.',
    isActive: true,
  },
  {
    name: '설문 안내(지난 문구)',
    purpose: 'GENERAL',
    body: '{{userName}}님, 설문에 참여해 주세요.',
    isActive: false,
  },
] as const

/** The programme's templates, written before anybody was texted; here is also whom they were first read to. */
export const firstTemplates: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 16, present)
    const at = present.on(present.inDays(-90), '09:00')
    const usual = { carrierCode: null, approval: 'NONE' } as const
    const written = TEMPLATES.map((template) =>
      life.did((support) => createTemplate(support, { ...usual, ...template }), { at }),
    )
    return [...written, life.started(), ...life.keptUp()]
  },
}

/** Nobody answered, and a missed-call message went out. */
export const missedCallTexted: Story = {
  people: 4,
  tell(person, present) {
    const life = lifeOf(person, 9, present)
    const at = present.on(life.dateOf(7), `1${person.chance.between(1, 7)}:25`)
    return [life.started(), ...life.keptUp(6), ...missed(life, 7, at)]
  },
}

/** Texted by a template. */
export const reminded: Story = {
  people: 3,
  tell(person, present) {
    const life = lifeOf(person, 15, present)
    const at = present.on(life.dateOf(12), '13:00')
    return [life.started(), ...life.keptUp(), clickReminder(life, at), life.goesOut(at)]
  },
}

/** Texted in the operator's own words. */
export const wroteFreely: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 18, present)
    const at = present.on(life.dateOf(16), '11:10')
    const content = `${person.name}님, 문의하신 설문 링크를 앱 알림으로 다시 보내 드렸습니다.`
    return [life.started(), ...life.keptUp(), ...texted(life, content, at)]
  },
}

/** The carrier took the message, and reported later that it did not arrive. */
export const undelivered: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 10, present)
    const at = present.on(life.dateOf(7), '16:40')
    const later = plusMinutes(at, 60)
    const report = { at: later, undeliveredReason: '수신 거부 또는 전원 꺼짐' }
    return [
      life.started(),
      ...life.keptUp(6),
      ...missed(life, 7, at),
      life.did(
        async (support) =>
          await takeReport(support, { ...(await lastOf(support, life)), ...report }),
        {
          at: later,
        },
      ),
    ]
  },
}

/** Between the click and the try the user said that they want no messages. */
export const unwanted: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 17, present)
    const at = present.on(life.dateOf(14), '15:05')
    const { userId } = person
    const wants = { calls: true, messages: false, reason: '문자가 너무 잦다고 하심' }
    return [
      life.started(),
      ...life.keptUp(),
      clickReminder(life, at),
      life.did((support) => changePreference(support, { id: userId, ...wants }), { at }),
      life.goesOut(at),
    ]
  },
}

/** The number was taken out of the profile before the message could leave. */
export const numberGone: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 19, present)
    const at = present.on(life.dateOf(15), '10:30')
    return [
      life.started(),
      ...life.keptUp(),
      clickReminder(life, at),
      life.told('UserProfileUpdated', { phone: null }, at),
      life.goesOut(at),
    ]
  },
}

/** The server was away for hours, after which the message was of no use any more. */
export const stale: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 12, present)
    const at = present.on(life.dateOf(10), '18:10')
    return [
      life.started(),
      ...life.keptUp(),
      clickReminder(life, at),
      life.goesOut(plusMinutes(at, 140)),
    ]
  },
}

/** The same, and an operator had it tried again. */
export const triedAgain: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 12, present)
    const at = present.on(life.dateOf(10), '18:10')
    const later = plusMinutes(at, 150)
    return [
      life.started(),
      ...life.keptUp(),
      clickReminder(life, at),
      life.goesOut(plusMinutes(at, 140)),
      life.did(
        async (support) =>
          await retryMessage(support, { ...(await lastOf(support, life)), force: false }),
        { at: later },
      ),
      life.goesOut(later),
    ]
  },
}

/** The carrier does not answer since half an hour: the message is tried again by itself. */
export const waiting: Story = {
  people: 2,
  tell(person, present) {
    const life = lifeOf(person, 7, present)
    const at = present.ago(AWAY - 1)
    const tries = [1, 4, 12, AWAY - 2].map((minutes) => present.ago(AWAY - 1 - minutes))
    return [
      life.started(),
      ...life.keptUp(6),
      ...missed(life, 7, at),
      ...tries.map((time) => life.goesOut(time)),
    ]
  },
}

/** Clicked this moment: it has not been tried yet. */
export const justClicked: Story = {
  people: 1,
  tell(person, present) {
    const life = lifeOf(person, 21, present)
    return [life.started(), ...life.keptUp(20), ...missed(life, 21, present.ago(0)).slice(0, -1)]
  },
}

/** A call that nobody answered, the click on the missed-call message, and its way out. */
function missed(life: Life, call: number, at: Instant): Moment[] {
  return [
    life.done(call, (support, id) => recordContactAttempt(support, { id, result: 'NO_ANSWER' }), {
      at,
    }),
    life.done(call, (support, id) => sendMissedCallMessage(support, { id, force: true }), { at }),
    life.goesOut(at),
  ]
}

function texted(life: Life, content: string, at: Instant): Moment[] {
  const { userCycleId } = life
  const click = { userCycleId, content, force: false }
  return [life.did((support) => sendFreeTextMessage(support, click), { at }), life.goesOut(at)]
}

function clickReminder(life: Life, at: Instant): Moment {
  const { userCycleId } = life
  return life.did(
    async (support) => {
      const templates = await listTemplates(support.sql)
      const templateId = templates.find(({ name }) => name === REMINDER)?.id
      if (templateId === undefined) throw new Error('the template is missing')
      return await sendTemplateMessage(support, { userCycleId, templateId, force: false })
    },
    { at },
  )
}

/** The last message of the cycle. */
async function lastOf({ sql }: Support, { userCycleId }: Life) {
  const [last] = await findMessages(sql, { userCycleId }, { before: null, limit: 1 })
  if (last === undefined) throw new Error('no message was written')
  const { id, key } = last
  return { id, key }
}
