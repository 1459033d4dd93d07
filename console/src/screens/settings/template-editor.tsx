import { Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  APPROVALS,
  TEMPLATE_PURPOSES,
} from '../../../../src/support/message-template/message-template.ts'
import { send } from '../../api/client.ts'
import type { Template } from '../../api/types.ts'
import { useAct } from '../../app/act.ts'
import { told } from '../../app/toasts.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import classes from './settings.module.css'
import { TemplateBody } from './template-body.tsx'
import { changesIn, faultIn, formOf, type TemplateForm } from './template-form.ts'
import { TemplatePreview } from './template-preview.tsx'
import { useTypedOver } from './typed-over.ts'

export const DRAFT = 'template'
export const NEW = 'new'

/** What a new one is written over. */
const NOTHING = { id: NEW, version: 0 } as const

type TemplateEditorProps = Readonly<{
  /** Absent for a new one. */
  template: Template | undefined
  /** Whether somebody has just chosen it, and writes. */
  takesFocus: boolean
  made: (template: Template) => void
}>

/** One template while it is being written; what is not saved outlives the page, and a change by somebody else. */
export function TemplateEditor({ template, takesFocus, made }: TemplateEditorProps) {
  const { t } = useTranslation(['settings', 'common'])
  const over = useTypedOver<Partial<TemplateForm>>(DRAFT, template ?? NOTHING)
  const { busy, act } = useAct('templates')
  const first = useFirstField(takesFocus)
  const form = formOf(template, over.typed)
  const changes = changesIn(template, form)
  const isChanged = Object.keys(changes).length > 0
  const isOutdated = isChanged && over.isOutdated

  function change(part: Partial<TemplateForm>) {
    const next = changesIn(template, { ...form, ...part })
    if (Object.keys(next).length === 0) over.letGo()
    else over.type(next)
  }
  async function write() {
    if (template === undefined) {
      const { name, purpose, body } = form
      const content = { name, purpose, body, ...changes }
      made(await send<Template>('POST', '/v1/message-templates', content))
    } else {
      const path = `/v1/message-templates/${template.id}`
      await send('PATCH', path, changes, { ifMatch: over.since })
    }
    over.letGo()
    told(t('saved'))
  }

  // A text that was there before may stay, so that a template that nobody can send can still be put out of use.
  const isSendable = changes.body === undefined || faultIn(form.body) === undefined
  const isReady = form.name.trim() !== '' && form.body.trim() !== '' && isSendable
  return (
    <div className={classes.editor}>
      <Stack gap="md">
        {isOutdated && template !== undefined && (
          <ChangedMeanwhile
            title={t('meanwhile.title')}
            keepMine={() => over.goOn()}
            takeTheirs={over.letGo}
          >
            <Present template={template} keys={Object.keys(changes) as (keyof TemplateForm)[]} />
          </ChangedMeanwhile>
        )}
        <TextInput
          ref={first}
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
        <TemplateBody body={form.body} change={(body) => change({ body })} />
        <Switch
          label={t('template.activeLabel')}
          checked={form.isActive}
          onChange={(event) => change({ isActive: event.currentTarget.checked })}
        />
        <Carrier form={form} change={change} />
        <Group className={classes.saving}>
          <Button
            loading={busy}
            disabled={!isChanged || !isReady || isOutdated}
            onClick={() => void act(write)}
          >
            {t('common:save')}
          </Button>
          {isChanged && (
            <>
              <Button variant="default" onClick={over.letGo}>
                {t('template.discard')}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {t('unsaved')}
              </Text>
            </>
          )}
        </Group>
      </Stack>
      <TemplatePreview body={form.body} />
    </div>
  )
}

/** Whoever chooses a template writes next; whoever comes by its address has not said so. */
function useFirstField(takesFocus: boolean) {
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!takesFocus) return
    first.current?.focus({ preventScroll: true })
    first.current?.scrollIntoView({ block: 'nearest' })
  }, [takesFocus])
  return first
}

type PresentProps = Readonly<{ template: Template; keys: readonly (keyof TemplateForm)[] }>

/** What the template says by now, where something else was typed. */
function Present({ template, keys }: PresentProps) {
  const { t } = useTranslation('settings')
  const words = {
    name: [t('name'), template.name],
    purpose: [t('template.purpose'), t(`template.purposes.${template.purpose}`)],
    body: [t('template.body'), template.body],
    isActive: [t('template.use'), t(template.isActive ? 'template.active' : 'template.inactive')],
    carrierCode: [t('template.carrierCode'), template.carrierCode ?? '–'],
    approval: [t('template.approval'), t(`template.approvals.${template.approval}`)],
  } satisfies Record<keyof TemplateForm, [string, string]>
  return keys.map((key) => (
    <div key={key}>
      <Text size="xs" c="dimmed">
        {words[key][0]}
      </Text>
      <div className={key === 'body' ? classes.bubble : undefined}>{words[key][1]}</div>
    </div>
  ))
}

type CarrierProps = Readonly<{ form: TemplateForm; change: (part: Partial<TemplateForm>) => void }>

/** By which code the carrier knows it as AlimTalk, and whether it approved. */
function Carrier({ form, change }: CarrierProps) {
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
