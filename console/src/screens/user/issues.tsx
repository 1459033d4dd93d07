import { Button, Menu, Modal } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../api/client.ts'
import type { IssueOnBoard, IssueStatus, Page, User, UserId } from '../../api/types.ts'
import { useWho } from '../../app/words.ts'
import { Icon } from '../../parts/icon.tsx'
import { useKeptFocus } from '../../parts/kept-focus.ts'
import { Failed } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { Age } from '../issues/age.tsx'
import { COLUMNS, isOpenIssue, MOVES } from '../issues/moves.ts'
import { useMoving, type Move } from '../issues/moving.ts'
import { Clamped } from './clamped.tsx'
import { IssueForm } from './issue-form.tsx'
import { TextEditor, useEditing, useMayChange } from './text-editor.tsx'
import classes from './user.module.css'

/** So many open ones stand there at once. */
const FEW = 3
const PAGE = 200

/** The user's issues: the open ones, oldest first, and the closed ones on demand, latest first. */
export function Issues({ user: { userId, openIssues } }: { user: User }) {
  const { t } = useTranslation('user')
  const client = useQueryClient()
  const [withClosed, setWithClosed] = useState(false)
  const [all, setAll] = useState(false)
  const [commented, setCommented] = useState<IssueOnBoard>()
  const open = useIssues(userId, 'open')
  const closed = useIssues(userId, 'closed', withClosed)
  const move = useMoving(['user-issues', userId], (issue) => {
    client.setQueriesData<IssueOnBoard[]>({ queryKey: ['user-issues', userId] }, (there) =>
      there?.map((one) => (one.id === issue.id ? issue : one)),
    )
  })
  const issues = [...(open.data ?? []), ...(withClosed ? (closed.data ?? []) : [])]
  // For a moment, one that was just moved is in both.
  const unique = [...new Map(issues.map((issue) => [issue.id, issue])).values()]
  const shown = all || withClosed ? unique : unique.slice(0, FEW)
  const failed = [open, closed].find(({ error, data }) => error !== null && data === undefined)
  const keepsFocus = useKeptFocus<HTMLElement>()
  function close() {
    setCommented(undefined)
    // The menu that led to the dialog is gone; its button is where the focus came from.
    const item = keepsFocus.ref.current?.querySelector(`[data-item="${commented?.id}"]`)
    item?.querySelector<HTMLElement>('[data-takes-focus]')?.focus()
  }
  return (
    <section aria-labelledby="user-issues" className={classes.issues} {...keepsFocus}>
      <div className={classes.issuesHead}>
        <h3 id="user-issues">{t('issues')}</h3>
        <span className={classes.quiet}>{openIssues === 0 ? t('noOpenIssues') : openIssues}</span>
        <span className={classes.stretch} />
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={withClosed}
          onClick={() => setWithClosed(!withClosed)}
        >
          {t(withClosed ? 'hideClosed' : 'showClosed')}
        </Button>
      </div>
      {failed !== undefined && <Failed error={failed.error} retry={() => void failed.refetch()} />}
      {withClosed && closed.data?.length === 0 && (
        <p className={classes.nothing}>{t('noClosedIssues')}</p>
      )}
      <ul className={classes.issueList}>
        {shown.map((issue) => (
          <Item key={issue.id} issue={issue} move={move} comment={() => setCommented(issue)} />
        ))}
      </ul>
      {shown.length < unique.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {t('moreIssues', { count: unique.length - shown.length })}
        </Button>
      )}
      <Modal
        opened={commented !== undefined}
        onClose={close}
        title={t('issueDialog')}
        transitionProps={{ duration: 90 }}
        returnFocus={false}
      >
        {commented !== undefined && <IssueForm issue={commented} move={move} close={close} />}
      </Modal>
    </section>
  )
}

const STATUSES = {
  open: COLUMNS.filter(isOpenIssue),
  closed: COLUMNS.filter((status) => !isOpenIssue(status)),
} as const

function useIssues(userId: UserId, which: keyof typeof STATUSES, enabled = true) {
  return useQuery({
    queryKey: ['user-issues', userId, which],
    queryFn: async ({ signal }) => {
      const issues = await allOf(userId, STATUSES[which], signal)
      return which === 'open' ? issues : issues.toReversed()
    },
    enabled,
  })
}

/** Of one user, which is a page as good as always. */
async function allOf(userId: UserId, statuses: readonly IssueStatus[], signal: AbortSignal) {
  const query = new URLSearchParams(statuses.map((status) => ['status', status]))
  query.set('userId', userId)
  query.set('limit', String(PAGE))
  const issues: IssueOnBoard[] = []
  for (;;) {
    // Each page says where the next begins.
    // eslint-disable-next-line no-await-in-loop
    const page = await get<Page<IssueOnBoard>>(`/v1/issues?${query}`, { signal })
    issues.push(...page.items)
    if (page.nextCursor === null) return issues
    query.set('cursor', page.nextCursor)
  }
}

type ItemProps = Readonly<{ issue: IssueOnBoard; move: Move; comment: () => void }>

/** One issue: where it stands and may go, how old, by whom, and its text. */
function Item({ issue, move, comment }: ItemProps) {
  const { t } = useTranslation(['user', 'common', 'issues'])
  const who = useWho()
  const mayChange = useMayChange()
  const { editing, button, edit, close } = useEditing('issue', issue.id)
  const { id, userId, issue: text, status } = issue
  const mayEdit = text !== null && isOpenIssue(status) && mayChange(issue)
  return (
    <li className={classes.issue} data-item={id} data-status={status}>
      <div className={classes.issueHead}>
        <div className={classes.entryHead}>
          <StatusMenu issue={issue} move={move} comment={comment} />
          <span className={classes.quiet}>
            {who(issue.createdBy)} · <When at={issue.createdAt} /> ·{' '}
            {t('common:day', { day: issue.dayIndex })}
          </span>
          {mayEdit && !editing && (
            <Button ref={button} size="compact-xs" variant="subtle" onClick={edit}>
              {t('common:edit')}
            </Button>
          )}
        </div>
        <Age issue={issue} />
      </div>
      {editing ? (
        <TextEditor userId={userId} kind="issue" id={id} text={text ?? ''} close={close} />
      ) : (
        <Clamped text={text ?? t('issues:erased')} />
      )}
    </li>
  )
}

/** The status, which is also the way to another. */
function StatusMenu({ issue: { status, ...issue }, move, comment }: ItemProps) {
  const { t } = useTranslation(['user', 'issues'])
  const now = t(`issues:status.${status}`)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.issueStatus}
          data-status={status}
          data-takes-focus
          aria-label={t('issueStatus', { status: now })}
        >
          {now}
          <Icon name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {MOVES[status].map((to) => (
          <Menu.Item key={to} onClick={() => void move({ status, ...issue }, to)}>
            {isOpenIssue(status) ? t(`issues:status.${to}`) : t('issues:reopen')}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={comment}>{t('withComment')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
