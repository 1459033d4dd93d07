/** The shapes that the server answers with, by import type from its own contract: nothing here is written twice. */
import type { Static } from 'typebox'
import type { Role } from '../../../src/platform/auth/caller.ts'
import type { Problem as ProblemSchema } from '../../../src/platform/http/problem.ts'
import type { Right } from '../../../src/support/access.ts'
import type { AttemptView } from '../../../src/support/contact-attempt/contract.ts'
import type { TemplateView } from '../../../src/support/message-template/contract.ts'
import type * as outbounds from '../../../src/support/user-outbound-plan/contract.ts'
import type { MemoWithHistory as MemoVersions } from '../../../src/support/user-support-memo/contract.ts'
import type {
  IssueOnBoard as BoardIssue,
  IssueView,
} from '../../../src/support/user-support-issue/contract.ts'
import type { LogView } from '../../../src/support/user-support-log/contract.ts'
import type {
  MessageView,
  Preview as PreviewSchema,
} from '../../../src/support/user-support-message/contract.ts'
import type {
  Places as PlacesView,
  UserFilters as Filters,
  UserRow,
  UserView,
} from '../../../src/support/views/contract.ts'
import type { Instant, OperatorId, SiteId } from '../../../src/kernel/values.ts'

export type * from '../../../src/kernel/values.ts'
export type { Right, Role }
export type Outbound = outbounds.OutboundView
export type OutboundRow = outbounds.OutboundRow
export type WorklistFilters = outbounds.WorklistFilters
export type Counts = outbounds.Counts
export type Claim = Static<typeof outbounds.ClaimView>
export type SkipReason = Static<typeof outbounds.SkipBody>['reason']
export type Attempt = AttemptView
export type Issue = IssueView
export type IssueOnBoard = BoardIssue
export type IssueStatus = IssueView['status']
export type MemoWithHistory = Static<typeof MemoVersions>
export type Message = MessageView
export type Preview = Static<typeof PreviewSchema>
export type Template = TemplateView
export type Log = Static<typeof LogView>
export type Places = PlacesView
export type User = UserView
export type UserInList = UserRow
export type UserFilters = Filters
export type Problem = Static<typeof ProblemSchema> & Readonly<Record<string, unknown>>

export type Page<Item> = Readonly<{ items: readonly Item[]; nextCursor: string | null }>
export type OperatorName = Readonly<{ id: OperatorId; name: string }>

/** Who is signed in, what they may do, and the programme's clock. */
export type Me = Readonly<{
  operator: OperatorId
  name: string
  role: Role
  sites: readonly SiteId[] | null
  rights: readonly Right[]
  /** Whether names and phones are answered masked. */
  masked: boolean
  /** The programme's time zone. */
  zone: string
  /** The server's clock when it answered. */
  now: Instant
  testClock: boolean
  /** So many characters a memo or an issue may have. */
  memoMax: number
  demo: boolean
}>

/** How one may sign in here. */
export type SignInWays = Readonly<{
  password: boolean
  oidc: Readonly<{ name: string }> | null
  demo: readonly Role[]
  demoData: boolean
  testClock: boolean
}>

/** What the stream tells: which thing changed, never how. */
export type Change = Readonly<{
  entity: string
  id: number | string
  userId: string | null
  userCycleId: string | null
  version: number
  type: string
}>
