import type { Template } from '../../api/types.ts'

/** What may be changed of a template. */
export type TemplateForm = Pick<
  Template,
  'name' | 'purpose' | 'body' | 'isActive' | 'carrierCode' | 'approval'
>

const BLANK: TemplateForm = {
  name: '',
  purpose: 'GENERAL',
  body: '',
  isActive: true,
  carrierCode: null,
  approval: 'NONE',
}

/** What the template says now, with what was typed and not yet saved over it. */
export function formOf(template: Template | undefined, draft: string): TemplateForm {
  const { name, purpose, body, isActive, carrierCode, approval } = template ?? BLANK
  const kept = { name, purpose, body, isActive, carrierCode, approval }
  return draft === '' ? kept : { ...kept, ...(JSON.parse(draft) as Partial<TemplateForm>) }
}

/** Only what differs: an approval said along with a new text would count as approval of that text. */
export function changesIn(template: Template | undefined, form: TemplateForm) {
  const before = formOf(template, '')
  const keys = Object.keys(before) as (keyof TemplateForm)[]
  return Object.fromEntries(
    keys.filter((key) => form[key] !== before[key]).map((key) => [key, form[key]]),
  ) as Partial<TemplateForm>
}
