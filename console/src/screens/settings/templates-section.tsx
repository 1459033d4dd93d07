import { Badge, Button, Group, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { templatesQuery } from '../../api/queries.ts'
import type { Template } from '../../api/types.ts'
import { hasDraft } from '../../app/drafts.ts'
import { Notice } from '../../parts/states.tsx'
import type { Chosen } from './chosen.ts'
import { Loaded, Section } from './section.tsx'
import classes from './settings.module.css'
import { DRAFT, NEW, TemplateEditor } from './template-editor.tsx'

const route = getRouteApi('/settings/$section')

/** The texts that are sent again and again. Which one is open stands in the address, so that it is so after a reload. */
export function TemplatesSection() {
  const { t } = useTranslation('settings')
  const templates = useQuery(templatesQuery)
  const { template: chosen } = route.useSearch()
  const navigate = useNavigate()
  const [chosenHere, setChosenHere] = useState(false)
  function choose(template: NonNullable<Chosen['template']>) {
    setChosenHere(true)
    const to = { to: '/settings/$section', params: { section: 'templates' } } as const
    void navigate({ ...to, search: { template }, replace: chosen !== undefined })
  }
  return (
    <Section
      title={t('templates')}
      hint={t('template.hint')}
      act={<Button onClick={() => choose(NEW)}>{t('template.make')}</Button>}
    >
      <Loaded query={templates}>
        {({ items }) => {
          const template = items.find(({ id }) => id === chosen)
          if (items.length === 0 && chosen !== NEW) {
            return <Notice title={t('template.empty')} hint={t('template.emptyHint')} />
          }
          return (
            <div className={classes.templates}>
              <TemplateList templates={items} chosen={chosen} choose={choose} />
              {template === undefined && chosen !== NEW ? (
                <Notice title={t('template.choose')} hint={t('template.chooseHint')} />
              ) : (
                <TemplateEditor
                  key={template?.id ?? NEW}
                  template={template}
                  takesFocus={chosenHere}
                  made={({ id }) => choose(id)}
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
  chosen: Chosen['template']
  choose: (id: number) => void
}>

function TemplateList({ templates, chosen, choose }: TemplateListProps) {
  const { t } = useTranslation('settings')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen === undefined) return
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div ref={list} role="group" aria-label={t('template.list')} className={classes.list}>
      {templates.map(({ id, name, purpose, isActive }) => (
        <UnstyledButton
          key={id}
          className={classes.template}
          aria-current={id === chosen}
          onClick={() => choose(id)}
        >
          <Text size="md" truncate title={name}>
            {name}
          </Text>
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
                {t('template.notSaved')}
              </Badge>
            )}
          </Group>
        </UnstyledButton>
      ))}
    </div>
  )
}
