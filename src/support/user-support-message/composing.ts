import { isRefusal, because, type Refusal } from '../../kernel/decision.ts'
import type { Instant, OutboundId, TemplateId, UserCycleId } from '../../kernel/values.ts'
import { run } from '../../platform/db/db.ts'
import { sizeOf } from '../../platform/gateways/korean-bytes.ts'
import { invalid } from '../../platform/http/problem.ts'
import {
  fill,
  TEMPLATE_NOT_FOUND,
  TEMPLATE_VARIABLE_MISSING,
  type MessageTemplate,
  type Variable,
} from '../message-template/message-template.ts'
import { messageTemplates, missedCallTemplate } from '../message-template/repository.ts'
import { actOf, type Support } from '../support.ts'
import { dayIndexOn } from '../../kernel/calendar.ts'

/** What a message is to say: a template, or words. */
export type Wording = Readonly<{
  templateId?: TemplateId | undefined
  content?: string | undefined
}>

/** A text that is ready to be sent, and how. */
export type Composed = Readonly<{
  templateId: TemplateId | null
  content: string
  kind: 'SMS' | 'LMS' | 'ALIMTALK'
  templateCode: string | null
}>

type About = Readonly<{
  userCycleId: UserCycleId
  userOutboundId: OutboundId | null
}>

/** Puts the text together as it will be sent; refused where a gap stays empty or a carrier could not carry it. */
export async function compose(
  support: Support,
  about: About,
  { templateId, content }: Wording,
): Promise<Composed | Refusal> {
  if (content !== undefined) return sized({ templateId: null, content, templateCode: null })
  const template = await templateFor(support, templateId)
  if (isRefusal(template)) return template
  const values = await valuesFor(support, about)
  const filled = fill(template.body, values)
  if ('missing' in filled) {
    return because(TEMPLATE_VARIABLE_MISSING, { variables: filled.missing })
  }
  const isApproved = template.approval === 'APPROVED'
  const templateCode = isApproved ? template.carrierCode : null
  return sized({ templateId: template.id, content: filled.content, templateCode })
}

/** The text's size as the carrier counts it, or what in it no carrier could carry. */
export function measure(content: string): { bytes: number; kind: 'SMS' | 'LMS' } | Refusal {
  const size = sizeOf(content)
  return 'wrong' in size ? invalid({ in: 'body', field: 'content', message: size.wrong }) : size
}

function sized(composed: Omit<Composed, 'kind'>): Composed | Refusal {
  const size = measure(composed.content)
  if (isRefusal(size)) return size
  return { ...composed, kind: composed.templateCode === null ? size.kind : 'ALIMTALK' }
}

async function templateFor(
  { sql }: Support,
  id: TemplateId | undefined,
): Promise<MessageTemplate | Refusal> {
  const template =
    id === undefined ? await missedCallTemplate(sql) : await messageTemplates.load(sql, id, null)
  return template?.isActive === true ? template : TEMPLATE_NOT_FOUND
}

type Facts = Readonly<{
  userName: string
  siteName: string | null
  startDate: Parameters<typeof dayIndexOn>[0]
  contactAt: Instant | null
}>

/** What the gaps may be filled with: of the call itself, or else of the next call that has an agreed time. */
async function valuesFor(
  support: Support,
  { userCycleId, userOutboundId }: About,
): Promise<Record<Variable, string | null>> {
  const { at, today } = actOf(support)
  const [facts] = await run<Facts>(
    support.sql,
    `select u.name as "userName", s.name as "siteName", c.start_date as "startDate",
            (select o.contact_at from support.user_outbound_plan o
              where o.user_cycle_id = c.user_cycle_id and o.contact_at is not null
                and (o.id = $2 or ($2::bigint is null and o.status = 'PENDING' and o.contact_at >= $3))
              order by o.contact_at limit 1) as "contactAt"
       from support.user_cycle c
       join private.user_profile u on u.user_id = c.user_id
       left join private.site s on s.site_id = u.site_id
      where c.user_cycle_id = $1`,
    [userCycleId, userOutboundId, at],
  )
  if (facts === undefined) throw new Error('a message of a cycle that is not there')
  const { userName, siteName, startDate, contactAt } = facts
  return {
    userName,
    siteName,
    dayIndex: String(dayIndexOn(startDate, today)),
    operatorName: support.name,
    contactAt: contactAt === null ? null : spoken(contactAt, support.calendar.zone),
  }
}

/** A time as people here say it: 1월 7일 (수) 오후 2:30. */
function spoken(at: Instant, zone: string): string {
  return new Intl.DateTimeFormat('ko-KR', {
    timeZone: zone,
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(at))
}
