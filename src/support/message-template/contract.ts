import Type, { type Static } from 'typebox'
import { SEEN } from '../../kernel/text.ts'
import type { TemplateId } from '../../kernel/values.ts'
import { Exactly, IdOf, InstantText, ListOf, OrNull } from '../../platform/http/schema.ts'
import { APPROVALS, TEMPLATE_PURPOSES, unknownVariables, VARIABLES } from './message-template.ts'

const content = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: SEEN }),
  purpose: Type.Enum([...TEMPLATE_PURPOSES]),
  body: Type.String({ minLength: 1, maxLength: 2_000, pattern: SEEN, rule: hasKnownGaps }),
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

/** A template is saved only with gaps that can be filled. */
function hasKnownGaps(body: string) {
  if (unknownVariables(body).length === 0) return undefined
  const known = VARIABLES.map((name) => `{{${name}}}`).join(', ')
  return { message: `has an unknown variable; known are ${known}` }
}
