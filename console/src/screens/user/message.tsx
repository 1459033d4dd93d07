import { Select, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused, search } from '../../api/client.ts'
import { templatesQuery } from '../../api/queries.ts'
import type { Preview, Template } from '../../api/types.ts'
import { useDraft } from '../../app/drafts.ts'
import { useSayWhy } from '../../app/words.ts'
import classes from './user.module.css'

type Writing = Readonly<{
  userCycleId: string
  /** The call that it is about, by which the server fills in the agreed time. */
  userOutboundId?: number
  purpose: Template['purpose']
  draft: readonly [kind: string, id: string | number]
}>

/** Rules that a person may set aside: sent a moment ago, and at night. */
const MAY_FORCE = new Set([4203, 4205])
const FREE = 'free'
const TYPING = 250

/** A message being written: a template or own words, and what the server makes of it for this user. */
export function useMessage({ userCycleId, userOutboundId, purpose, draft: [kind, id] }: Writing) {
  const { data: templates } = useQuery(templatesQuery)
  const [text, setText, takeOut] = useDraft(kind, id)
  const choices = (templates?.items ?? []).filter((one) => one.isActive && one.purpose === purpose)
  const [picked, setPicked] = useState<string | null>(null)
  const [tried, setTried] = useState<string>()
  const chosen = picked ?? (text === '' && choices[0] !== undefined ? String(choices[0].id) : FREE)
  const content = text.trim()
  const body =
    chosen === FREE ? (content === '' ? undefined : { content }) : { templateId: Number(chosen) }
  const said = JSON.stringify(body)
  const [asked] = useDebouncedValue(body, TYPING)
  const preview = useQuery({
    queryKey: ['preview', userCycleId, userOutboundId, asked],
    queryFn: ({ signal }) =>
      search<Preview>(
        '/v1/messages/preview',
        { userCycleId, userOutboundId, ...asked },
        { signal },
      ),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return {
    choices,
    chosen,
    text,
    body,
    preview: body === undefined ? undefined : preview.data,
    failure: body === undefined ? null : preview.error,
    choose: setPicked,
    write: setText,
    /** It is being sent as it is now. */
    trying: () => setTried(said),
    /** Whether it may be sent all the same: what was refused, and nothing that it became since. */
    mayForce: (failure: unknown) =>
      failure instanceof Refused && MAY_FORCE.has(failure.code) && said === tried,
    /** Own words stay when a template went instead. */
    sent() {
      if (chosen === FREE) takeOut(text)
      setPicked(null)
    },
  }
}

type Message = ReturnType<typeof useMessage>

/** Its editor: which template, the words, the preview with its size. */
export function MessageEditor({
  message,
  autoFocus = false,
}: {
  message: Message
  autoFocus?: boolean
}) {
  const { t } = useTranslation('user')
  const say = useSayWhy()
  const { choices, chosen, text, preview, failure } = message
  return (
    <>
      <Select
        label={t('template')}
        data={[
          ...choices.map(({ id, name }) => ({ value: String(id), label: name })),
          { value: FREE, label: t('freeText') },
        ]}
        value={chosen}
        onChange={(value) => message.choose(value ?? FREE)}
        allowDeselect={false}
        data-autofocus={autoFocus || undefined}
        data-composer={chosen !== FREE || undefined}
        comboboxProps={{ withinPortal: false }}
      />
      {chosen === FREE && (
        <Textarea
          aria-label={t('freeText')}
          placeholder={t('messageHint')}
          autosize
          minRows={3}
          maxRows={8}
          data-composer
          value={text}
          onChange={(event) => message.write(event.currentTarget.value)}
        />
      )}
      <div className={classes.preview} aria-live="polite">
        {failure === null ? (preview?.content ?? t('previewEmpty')) : say(failure)}
      </div>
      <Text size="xs" c="dimmed">
        {preview === undefined ? ' ' : t('bytes', { bytes: preview.bytes, kind: preview.kind })}
      </Text>
    </>
  )
}
