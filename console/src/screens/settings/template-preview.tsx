import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { fill, type Variable } from '../../../../src/support/message-template/message-template.ts'
import { sizeOf } from '../../app/korean-bytes.ts'
import classes from './settings.module.css'

const DAY = '7'

/** The text as somebody would receive it, and its size, while it is being typed. */
export function TemplatePreview({ body }: { body: string }) {
  const { t } = useTranslation('settings')
  const content = useFilled(body)
  return (
    <Stack gap="xs" component="section" aria-label={t('template.preview')}>
      <Text size="sm" fw={500}>
        {t('template.preview')}
      </Text>
      <div className={classes.bubble}>{content === '' ? '…' : content}</div>
      <SizeLine content={content} />
      <Text size="xs" c="dimmed">
        {t('template.previewHint')}
      </Text>
    </Stack>
  )
}

function SizeLine({ content }: { content: string }) {
  const { t } = useTranslation('settings')
  const size = sizeOf(content)
  if ('unencodable' in size) {
    const words = t('template.unencodable', { character: size.unencodable })
    return <Wrong words={words} />
  }
  if ('tooLong' in size) return <Wrong words={t('template.tooLong', { bytes: size.tooLong })} />
  const { bytes, kind } = size
  return (
    <Text size="sm" role="status">
      {t('template.size', { bytes, kind: t(`template.kinds.${kind}`) })}
    </Text>
  )
}

function Wrong({ words }: { words: string }) {
  return (
    <Text size="sm" c="var(--anbu-warn)" role="status">
      {words}
    </Text>
  )
}

/** The text with made-up contents; a gap that is not known stays as it is. */
function useFilled(body: string): string {
  const { t } = useTranslation('settings')
  const sample = {
    userName: t('template.sample.userName'),
    dayIndex: DAY,
    operatorName: t('template.sample.operatorName'),
    contactAt: t('template.sample.contactAt'),
    siteName: t('template.sample.siteName'),
  } satisfies Record<Variable, string>
  const filled = fill(body, sample)
  return 'content' in filled ? filled.content : body
}
