import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './settings.module.css'
import { useSaySize } from './template-body.tsx'
import { filledIn } from './template-form.ts'

/** The text as somebody would receive it, and its size, while it is being typed. */
export function TemplatePreview({ body }: { body: string }) {
  const { t } = useTranslation('settings')
  const content = filledIn(body)
  return (
    <Stack
      gap="xs"
      component="section"
      aria-label={t('template.preview')}
      className={classes.preview}
    >
      <Text size="sm" fw={500}>
        {t('template.preview')}
      </Text>
      <div className={classes.bubble} lang="ko" tabIndex={0}>
        {content === '' ? '…' : content}
      </div>
      <Text size="sm" role="status">
        {useSaySize()(body)}
      </Text>
      <Text size="xs" c="dimmed">
        {t('template.previewHint')}
      </Text>
    </Stack>
  )
}
