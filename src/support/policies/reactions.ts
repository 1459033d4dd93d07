import type { Instant } from '../../kernel/values.ts'
import type { InboundData, InboundType } from '../inbound/contract.ts'
import type { Support } from '../support.ts'
import type { Outcome } from './outcome.ts'
import { completeLastOutboundAuto, endCycle, planCycle, replanCycle } from './planning.ts'
import { keepNote } from './notes.ts'
import {
  deleteMd,
  hearPreference,
  rejectChange,
  updateMd,
  updateProfile,
  updateSite,
} from './profile.ts'

/** What each event from another system does, within the transaction that keeps it from being taken in twice. */
export const REACTIONS: {
  readonly [Type in InboundType]: (
    support: Support,
    data: InboundData<Type>,
    time: Instant | null,
  ) => Promise<Outcome>
} = {
  UserCycleStarted: planCycle,
  UserCycleRescheduled: replanCycle,
  UserCycleEnded: endCycle,
  UserProfileUpdated: updateProfile,
  UserSiteUpdated: updateSite,
  UserMdUpdated: updateMd,
  UserMdDeleted: deleteMd,
  UserSiteUpdateRejected: rejectChange('SITE'),
  UserMdUpdateRejected: rejectChange('MD'),
  UserMdDeleteRejected: rejectChange('MD_DELETE'),
  LastSurveyCompleted: completeLastOutboundAuto,
  SupportNoteReceived: keepNote,
  UserContactPreferenceUpdated: hearPreference,
}
