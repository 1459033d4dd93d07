import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  VARIABLES,
  type Variable,
} from '../../../../src/support/message-template/message-template.ts'
import { sizeOf } from '../../app/korean-bytes.ts'
import { faultIn, filledIn } from './template-form.ts'

type TemplateBodyProps = Readonly<{ body: string; change: (body: string) => void }>

/** The text with its size or why nobody can be sent it, and buttons that put a gap where the cursor is. */
export function TemplateBody({ body, change }: TemplateBodyProps) {
  const { t } = useTranslation('settings')
  const field = useRef<HTMLTextAreaElement>(null)
  const [size, fault] = [useSaySize(), useSayFault()]
  function putIn(name: Variable) {
    const { selectionStart = body.length, selectionEnd = selectionStart } = field.current ?? {}
    const gap = `{{${name}}}`
    change(body.slice(0, selectionStart) + gap + body.slice(selectionEnd))
    field.current?.focus()
    const after = selectionStart + gap.length
    requestAnimationFrame(() => field.current?.setSelectionRange(after, after))
  }
  return (
    <Stack gap={6}>
      <Textarea
        ref={field}
        label={t('template.body')}
        autosize
        minRows={5}
        maxRows={12}
        value={body}
        onChange={(event) => change(event.currentTarget.value)}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        description={size(body)}
        error={fault(body)}
      />
      <Group gap={6} role="group" aria-label={t('template.gaps')}>
        {VARIABLES.map((name) => (
          <Button key={name} size="compact-xs" variant="default" onClick={() => putIn(name)}>
            {t(`template.gap.${name}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  )
}

/** How large the text is, once filled; nothing where a fault says it. */
export function useSaySize(): (body: string) => string | undefined {
  const { t } = useTranslation('settings')
  return (body) => {
    const size = sizeOf(filledIn(body))
    if (!('kind' in size)) return undefined
    return t('template.size', { bytes: size.bytes, kind: t(`template.kinds.${size.kind}`) })
  }
}

function useSayFault(): (body: string) => string | undefined {
  const { t } = useTranslation('settings')
  return (body) => {
    const fault = faultIn(body)
    if (fault === undefined) return undefined
    if ('unknown' in fault) return t('template.unknownGap', { name: fault.unknown })
    if ('unencodable' in fault) return t('template.unencodable', { character: fault.unencodable })
    return 'tooLong' in fault
      ? t('template.tooLong', { bytes: fault.tooLong })
      : t('template.tooManyCharacters', { characters: fault.tooManyCharacters })
  }
}
