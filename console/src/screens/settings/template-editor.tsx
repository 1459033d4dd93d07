import { Button, Group, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  APPROVALS,
  TEMPLATE_PURPOSES,
  unknownVariables,
  VARIABLES,
  type Variable,
} from '../../../../src/support/message-template/message-template.ts'
import { send } from '../../api/client.ts'
import type { Template } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { useDraft } from '../../app/drafts.ts'
import { told } from '../../app/toasts.tsx'
import classes from './settings.module.css'
import { changesIn, formOf, type TemplateForm } from './template-form.ts'
import { TemplatePreview } from './template-preview.tsx'

export const DRAFT = 'template'
export const NEW = 'new'

type TemplateEditorProps = Readonly<{
  /** Absent for a new one. */
  template: Template | undefined
  made: (template: Template) => void
}>

/** One template while it is being written; what is not saved outlives the page. */
export function TemplateEditor({ template, made }: TemplateEditorProps) {
  const { t } = useTranslation(['settings', 'common'])
  const [draft, setDraft] = useDraft(DRAFT, template?.id ?? NEW)
  const { busy, act } = useAct('templates')
  const form = formOf(template, draft)
  const changes = changesIn(template, form)
  const isChanged = Object.keys(changes).length > 0
  const [unknown] = unknownVariables(form.body)

  function change(part: Partial<TemplateForm>) {
    const next = changesIn(template, { ...form, ...part })
    setDraft(Object.keys(next).length === 0 ? '' : JSON.stringify(next))
  }
  const save = () =>
    act(async () => {
      if (template === undefined) {
        const { name, purpose, body } = form
        made(
          await send<Template>('POST', '/v1/message-templates', {
            name,
            purpose,
            body,
            ...changes,
          }),
        )
      } else {
        const path = `/v1/message-templates/${template.id}`
        await send('PATCH', path, changes, { ifMatch: template.version })
      }
      setDraft('')
      told(t('saved'))
    })

  const isReady = form.name.trim() !== '' && form.body.trim() !== '' && unknown === undefined
  return (
    <div className={classes.editor}>
      <Stack gap="md">
        <TextInput
          label={t('name')}
          maxLength={100}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('template.purpose')}
          allowDeselect={false}
          data={TEMPLATE_PURPOSES.map((value) => ({
            value,
            label: t(`template.purposes.${value}`),
          }))}
          value={form.purpose}
          onChange={(purpose) => purpose !== null && change({ purpose })}
        />
        <Body form={form} change={change} unknown={unknown} />
        <Switch
          label={t('template.activeLabel')}
          checked={form.isActive}
          onChange={(event) => change({ isActive: event.currentTarget.checked })}
        />
        <Carrier form={form} change={change} />
        <Group>
          <Button loading={busy} disabled={!isChanged || !isReady} onClick={() => void save()}>
            {t('common:save')}
          </Button>
          {isChanged && (
            <>
              <Button variant="default" onClick={() => setDraft('')}>
                {t('template.discard')}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {t('template.unsaved')}
              </Text>
            </>
          )}
        </Group>
      </Stack>
      <TemplatePreview body={form.body} />
    </div>
  )
}

type FieldProps = Readonly<{ form: TemplateForm; change: (part: Partial<TemplateForm>) => void }>

/** The text, and buttons that put a gap where the cursor is. */
function Body({ form, change, unknown }: FieldProps & Readonly<{ unknown: string | undefined }>) {
  const { t } = useTranslation('settings')
  const field = useRef<HTMLTextAreaElement>(null)
  function putIn(name: Variable) {
    const { selectionStart = form.body.length, selectionEnd = selectionStart } = field.current ?? {}
    const gap = `{{${name}}}`
    change({ body: form.body.slice(0, selectionStart) + gap + form.body.slice(selectionEnd) })
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
        maxLength={2_000}
        value={form.body}
        onChange={(event) => change({ body: event.currentTarget.value })}
        error={unknown !== undefined && t('template.unknownGap', { name: unknown })}
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

/** By which code the carrier knows it as AlimTalk, and whether it approved. */
function Carrier({ form, change }: FieldProps) {
  const { t } = useTranslation('settings')
  return (
    <Group align="flex-start" grow>
      <TextInput
        label={t('template.carrierCode')}
        description={t('template.carrierHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        maxLength={100}
        value={form.carrierCode ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ carrierCode: value === '' ? null : value })
        }
      />
      <Select
        label={t('template.approval')}
        allowDeselect={false}
        data={APPROVALS.map((value) => ({ value, label: t(`template.approvals.${value}`) }))}
        value={form.approval}
        onChange={(approval) => approval !== null && change({ approval })}
      />
    </Group>
  )
}
