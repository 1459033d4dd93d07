import type { TemplateId } from '../../kernel/values.ts'
import type { Repository } from '../../platform/change.ts'
import { run, type Sql } from '../../platform/db/db.ts'
import type { Statement } from '../../platform/journal.ts'
import {
  evolve,
  TEMPLATE_NOT_FOUND,
  type MessageTemplate,
  type MessageTemplateEvent,
} from './message-template.ts'

const SELECT = `
  select id, name, purpose, body, is_active as "isActive", carrier_code as "carrierCode", approval, version,
         created_at as "createdAt", updated_at as "updatedAt"
    from support.message_template`

export const messageTemplates: Repository<TemplateId, MessageTemplate, MessageTemplateEvent> = {
  notFound: TEMPLATE_NOT_FOUND,
  evolve,

  async load(sql, id) {
    const rows = await run<MessageTemplate>(sql, `${SELECT} where id = $1`, [id])
    return rows[0]
  },

  save: {
    text: `
  update support.message_template
     set name = $2, purpose = $3, body = $4, is_active = $5, carrier_code = $6, approval = $7, version = $8,
         updated_at = $9
   where id = $10 and version = $11
  returning 1`,
    values: ({ before, next }) => [
      next.name,
      next.purpose,
      next.body,
      next.isActive,
      next.carrierCode,
      next.approval,
      next.version,
      next.updatedAt,
      next.id,
      before.version,
    ],
  },

  subject,
}

export const insertTemplate: Statement<MessageTemplate> = {
  text: `
  insert into support.message_template
    (id, name, purpose, body, is_active, carrier_code, approval, version, created_at, updated_at)
  overriding system value values ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  returning 1`,
  values: (template) => [
    template.id,
    template.name,
    template.purpose,
    template.body,
    template.isActive,
    template.carrierCode,
    template.approval,
    template.version,
    template.createdAt,
    template.updatedAt,
  ],
}

export function subject({ id, version }: MessageTemplate) {
  const nobody = { userId: null, userCycleId: null, startDate: null }
  return { entity: 'MessageTemplate', id, version, ...nobody }
}

/** All templates, oldest first. */
export function listTemplates(sql: Sql): Promise<MessageTemplate[]> {
  return run(sql, `${SELECT} order by id`, [])
}

/** The template that a missed-call message takes when none is named: the first active one. */
export async function missedCallTemplate(sql: Sql): Promise<MessageTemplate | undefined> {
  const rows = await run<MessageTemplate>(
    sql,
    `${SELECT} where is_active and purpose = 'MISSED_CALL' order by id limit 1`,
    [],
  )
  return rows[0]
}
