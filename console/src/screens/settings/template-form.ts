import { sizeOf } from '../../app/korean-bytes.ts'
import type { Template } from '../../api/types.ts'
import {
  fill,
  unknownVariables,
  type Variable,
} from '../../../../src/support/message-template/message-template.ts'

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

/** The most that the server keeps of a text, in characters with its gaps. */
const LONGEST = 2_000

/** What the template says now, with what was typed and not yet saved over it. */
export function formOf(
  template: Template | undefined,
  typed: Partial<TemplateForm> = {},
): TemplateForm {
  const { name, purpose, body, isActive, carrierCode, approval } = template ?? BLANK
  return { name, purpose, body, isActive, carrierCode, approval, ...typed }
}

/** Only what differs: an approval said along with a new text would count as approval of that text. */
export function changesIn(template: Template | undefined, form: TemplateForm) {
  const before = formOf(template)
  const keys = Object.keys(before) as (keyof TemplateForm)[]
  return Object.fromEntries(
    keys.filter((key) => form[key] !== before[key]).map((key) => [key, form[key]]),
  ) as Partial<TemplateForm>
}

/** Made-up contents as long as they usually are: Korean, whatever the language of the console. */
const SAMPLE: Readonly<Record<Variable, string>> = {
  userName: '홍길동',
  dayIndex: '7',
  operatorName: '김하나',
  contactAt: '1월 7일 (수) 오후 2:30',
  siteName: '한빛병원',
}

/** The text with made-up contents; a gap that is not known stays as it is. */
export function filledIn(body: string): string {
  const filled = fill(body, SAMPLE)
  return 'content' in filled ? filled.content : body
}

export type BodyFault =
  | Readonly<{ unknown: string }>
  | Readonly<{ unencodable: string }>
  | Readonly<{ tooLong: number }>
  | Readonly<{ tooManyCharacters: number }>

/** Why a text could not be sent to anybody; undefined where it could. */
export function faultIn(body: string): BodyFault | undefined {
  const [unknown] = unknownVariables(body)
  if (unknown !== undefined) return { unknown }
  const size = sizeOf(filledIn(body))
  if (!('kind' in size)) return size
  return body.length > LONGEST ? { tooManyCharacters: body.length } : undefined
}
