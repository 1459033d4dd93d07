import type { TemplateId } from '../../kernel/values.ts'
import { change, type Seen } from '../../platform/change.ts'
import { nextId } from '../../platform/db/ids.ts'
import { store } from '../../platform/journal.ts'
import { actOf, type Support } from '../support.ts'
import { create, evolve, update, type MessageTemplate } from './message-template.ts'
import { insertTemplate, messageTemplates, subject } from './repository.ts'

type Content = Omit<MessageTemplate, 'id' | 'version' | 'createdAt' | 'updatedAt'>

export async function createTemplate(support: Support, content: Content): Promise<MessageTemplate> {
  const event = create(content, actOf(support))
  const id = await nextId<TemplateId>(support.sql, 'support.message_template')
  const template = evolve({ id } as MessageTemplate, event)
  await store(support, insertTemplate, template, [{ event, subject: subject(template) }])
  return template
}

export function updateTemplate(
  support: Support,
  { id, ifMatch, ...content }: Partial<Content> & Seen<TemplateId>,
) {
  return change(support, messageTemplates, {
    id,
    ifMatch,
    decide: (template) => update(template, content, actOf(support)),
  })
}
