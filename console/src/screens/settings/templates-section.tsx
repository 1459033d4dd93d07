import { Badge, Button, Group, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { templatesQuery } from '../../api/queries.ts'
import type { Template } from '../../api/types.ts'
import { hasDraft } from '../../app/drafts.ts'
import { Notice } from '../../parts/states.tsx'
import { Loaded, Section } from './section.tsx'
import classes from './settings.module.css'
import { DRAFT, NEW, TemplateEditor } from './template-editor.tsx'

/** The texts that are sent again and again. */
export function TemplatesSection() {
  const { t } = useTranslation('settings')
  const templates = useQuery(templatesQuery)
  const [chosen, setChosen] = useState<number | typeof NEW>()
  return (
    <Section
      title={t('templates')}
      hint={t('template.hint')}
      act={<Button onClick={() => setChosen(NEW)}>{t('template.make')}</Button>}
    >
      <Loaded query={templates}>
        {({ items }) => {
          const template = items.find(({ id }) => id === chosen)
          return (
            <div className={classes.templates}>
              <TemplateList templates={items} chosen={chosen} choose={setChosen} />
              {template === undefined && chosen !== NEW ? (
                <Notice title={t('template.choose')} hint={t('template.chooseHint')} />
              ) : (
                <TemplateEditor
                  key={template?.id ?? NEW}
                  template={template}
                  made={({ id }) => setChosen(id)}
                />
              )}
            </div>
          )
        }}
      </Loaded>
    </Section>
  )
}

type TemplateListProps = Readonly<{
  templates: readonly Template[]
  chosen: number | typeof NEW | undefined
  choose: (id: number) => void
}>

function TemplateList({ templates, chosen, choose }: TemplateListProps) {
  const { t } = useTranslation('settings')
  if (templates.length === 0) return <Notice title={t('template.empty')} />
  return (
    <div role="group" aria-label={t('template.list')}>
      {templates.map(({ id, name, purpose, isActive }) => (
        <UnstyledButton
          key={id}
          className={classes.template}
          aria-current={id === chosen}
          onClick={() => choose(id)}
        >
          <Text size="md">{name}</Text>
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {t(`template.purposes.${purpose}`)}
            </Text>
            {!isActive && (
              <Badge size="xs" variant="outline" color="gray" c="var(--anbu-text)">
                {t('template.inactive')}
              </Badge>
            )}
            {hasDraft(DRAFT, id) && (
              <Badge size="xs" variant="outline" color="orange" c="var(--anbu-text)">
                {t('template.unsaved')}
              </Badge>
            )}
          </Group>
        </UnstyledButton>
      ))}
    </div>
  )
}
