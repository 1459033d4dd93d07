import Type, { type Static } from 'typebox'
import type { TemplateId } from '../../kernel/values.ts'
import { Exactly, IdOf, InstantText, ListOf, OrNull } from '../../platform/http/schema.ts'
import { APPROVALS, TEMPLATE_PURPOSES } from './message-template.ts'

const content = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  purpose: Type.Enum([...TEMPLATE_PURPOSES]),
  body: Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S' }),
  isActive: Type.Boolean(),
  carrierCode: OrNull(Type.String({ minLength: 1, maxLength: 100 })),
  approval: Type.Enum([...APPROVALS]),
}

export const TemplateParams = Exactly({ id: IdOf<TemplateId>() })
export const NewTemplate = Exactly({
  name: content.name,
  purpose: content.purpose,
  body: content.body,
  isActive: Type.Optional(content.isActive),
  carrierCode: Type.Optional(content.carrierCode),
  approval: Type.Optional(content.approval),
})
export const TemplateChange = Type.Partial(NewTemplate, { additionalProperties: false })

export type TemplateView = Static<typeof TemplateView>
export const TemplateView = Type.Object({
  id: IdOf<TemplateId>(),
  ...content,
  createdAt: InstantText,
  updatedAt: InstantText,
  version: Type.Integer(),
})
export const Templates = ListOf(TemplateView)
