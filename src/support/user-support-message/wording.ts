import { asWritten } from '../../kernel/text.ts'
import { sizeOf } from '../../platform/gateways/korean-bytes.ts'

/** What keeps a text from reaching a phone. */
export function canBeCarried(content: string) {
  const size = sizeOf(asWritten(content))
  return 'wrong' in size ? { message: size.wrong } : undefined
}

/** What a request says that a message is to say, as far as it is there. */
type Wording = Readonly<{ messageType?: unknown; templateId?: unknown; content?: unknown }>

/** A template, or words, or neither: then the usual template. */
export function saysNotTwoThings({ templateId, content }: Wording) {
  if (templateId === undefined || content === undefined) return undefined
  return { field: 'content', message: 'cannot stand beside a templateId' }
}

/** A template or words. */
export function saysOneThing(wording: Wording) {
  if (wording.templateId === undefined && wording.content === undefined) {
    return { field: 'templateId', message: 'or content is needed' }
  }
  return saysNotTwoThings(wording)
}

/** A TEMPLATE message says its template, a FREE_TEXT its words. */
export function saysWhatItsTypeSays({ messageType, templateId, content }: Wording) {
  if (messageType === 'TEMPLATE' && (templateId === undefined || content !== undefined)) {
    return { field: 'templateId', message: 'is needed for a TEMPLATE message, and no content' }
  }
  if (messageType === 'FREE_TEXT' && (content === undefined || templateId !== undefined)) {
    return { field: 'content', message: 'is needed for a FREE_TEXT message, and no templateId' }
  }
  return undefined
}
