import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { IssueOnBoard, IssueStatus } from '../../api/types.ts'
import { useDraft } from '../../app/drafts.ts'
import { isOpenIssue, MOVES } from '../issues/moves.ts'
import type { Move } from '../issues/moving.ts'

type DialogProps = Readonly<{ issue: IssueOnBoard; move: Move; close: () => void }>

/** Another status, with a word on it for the timeline. */
export function IssueForm({ issue, move, close }: DialogProps) {
  const { t } = useTranslation(['user', 'issues'])
  const choices = MOVES[issue.status]
  const [status, setStatus] = useState<IssueStatus | null>(choices[0] ?? null)
  const [comment, setComment] = useDraft('issue-comment', issue.id)
  const [busy, setBusy] = useState(false)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (status === null) return
    setBusy(true)
    const words = comment.trim()
    const done = await move(issue, status, words === '' ? undefined : words)
    setBusy(false)
    if (!done) return
    setComment('')
    close()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Radio.Group
          label={t('newStatus')}
          value={status}
          onChange={(value) => setStatus(choices.find((one) => one === value) ?? null)}
        >
          <Group gap="md" mt={6}>
            {choices.map((one, at) => (
              <Radio
                key={one}
                value={one}
                label={isOpenIssue(issue.status) ? t(`issues:status.${one}`) : t('issues:reopen')}
                data-autofocus={at === 0 || undefined}
              />
            ))}
          </Group>
        </Radio.Group>
        <Textarea
          label={t('note')}
          autosize
          minRows={2}
          maxRows={10}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t('changeStatus')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
