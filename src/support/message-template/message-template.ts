import { refusal, type DomainEvent } from '../../kernel/decision.ts'
import type { Act, Instant, TemplateId } from '../../kernel/values.ts'

export const TEMPLATE_PURPOSES = ['MISSED_CALL', 'GENERAL'] as const
export const APPROVALS = ['NONE', 'REQUESTED', 'APPROVED', 'REJECTED'] as const

/** A text with gaps, written once and sent to many (SPEC.md, Message). */
export type MessageTemplate = Readonly<{
  id: TemplateId
  name: string
  purpose: (typeof TEMPLATE_PURPOSES)[number]
  body: string
  isActive: boolean
  /** The carrier's code of an AlimTalk template. */
  carrierCode: string | null
  /** Whether the carrier approved this very body: another body is another template to it. */
  approval: (typeof APPROVALS)[number]
  version: number
  createdAt: Instant
  updatedAt: Instant
}>

type Content = Omit<MessageTemplate, 'id' | 'version' | 'createdAt' | 'updatedAt'>

/** Ours, and internal: the source gives templates no events. */
export type MessageTemplateCreated = DomainEvent<'MessageTemplateCreated', Content>
export type MessageTemplateUpdated = DomainEvent<'MessageTemplateUpdated', Content>
export type MessageTemplateEvent = MessageTemplateCreated | MessageTemplateUpdated

export const TEMPLATE_NOT_FOUND = refusal(4109, 'TEMPLATE_NOT_FOUND', 'There is no such template.')
export const TEMPLATE_VARIABLE_MISSING = refusal(
  4204,
  'TEMPLATE_VARIABLE_MISSING',
  'There is nothing to fill a gap of the text with.',
)

/** What may stand in double braces. */
export const VARIABLES = ['userName', 'dayIndex', 'operatorName', 'contactAt', 'siteName'] as const
export type Variable = (typeof VARIABLES)[number]

const GAP = /\{\{([^{}]*)\}\}/g

/** The gaps of a text that name nothing known. */
export function unknownVariables(body: string): string[] {
  return variablesIn(body).filter((name) => !isVariable(name))
}

export function create(content: Content, act: Act): MessageTemplateCreated {
  return { type: 'MessageTemplateCreated', data: content, act }
}

/** Changes the template for messages to come. A new body has yet to be approved. */
export function update(
  { name, purpose, body, isActive, carrierCode, approval }: MessageTemplate,
  change: Partial<Content>,
  act: Act,
): MessageTemplateUpdated {
  const isNewText = change.body !== undefined && change.body !== body
  const present = { name, purpose, body, isActive, carrierCode, approval }
  const approved = isNewText ? { approval: 'NONE' as const } : {}
  return { type: 'MessageTemplateUpdated', data: { ...present, ...approved, ...change }, act }
}

export function evolve(
  template: MessageTemplate,
  { type, data, act }: MessageTemplateEvent,
): MessageTemplate {
  switch (type) {
    case 'MessageTemplateCreated':
      return { ...template, ...data, version: 1, createdAt: act.at, updatedAt: act.at }
    case 'MessageTemplateUpdated':
      return { ...template, ...data, version: template.version + 1, updatedAt: act.at }
  }
}

/** The text with its gaps filled, or the names of those for which there is nothing. */
export function fill(
  body: string,
  values: Readonly<Record<Variable, string | null>>,
): { content: string } | { missing: string[] } {
  const missing = variablesIn(body).filter((name) => !isVariable(name) || !values[name])
  if (missing.length > 0) return { missing: [...new Set(missing)] }
  const filled = (gap: string, inside: string) => {
    const name = inside.trim()
    return isVariable(name) ? (values[name] ?? gap) : gap
  }
  return { content: body.replace(GAP, filled) }
}

function variablesIn(body: string): string[] {
  return [...body.matchAll(GAP)].map(([, name = '']) => name.trim())
}

function isVariable(name: string): name is Variable {
  return (VARIABLES as readonly string[]).includes(name)
}
