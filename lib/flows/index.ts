import 'server-only'
import type { z } from 'zod'
import { acceptInvitation } from '@/lib/flows/accept-invitation'
import { activatePolicies } from '@/lib/flows/activate-policies'
import { addPasskey } from '@/lib/flows/add-passkey'
import { agreeToChange } from '@/lib/flows/agree-to-change'
import { approve } from '@/lib/flows/approve'
import { beginApproval } from '@/lib/flows/begin-approval'
import { bootstrap } from '@/lib/flows/bootstrap'
import { changeList } from '@/lib/flows/change-list'
import { checkChange } from '@/lib/flows/check-change'
import { comment } from '@/lib/flows/comment'
import { coolDown } from '@/lib/flows/cool-down'
import { deriveNotices } from '@/lib/flows/derive-notices'
import { enrolFirstPasskey } from '@/lib/flows/enrol-first-passkey'
import { execute } from '@/lib/flows/execute'
import { exportAccounting } from '@/lib/flows/export-accounting'
import { exportEvidence } from '@/lib/flows/export-evidence'
import { exportBook } from '@/lib/flows/export-book'
import { exportList } from '@/lib/flows/export-list'
import { exportLog } from '@/lib/flows/export-log'
import { followOnward } from '@/lib/flows/follow-onward'
import { followSubmission } from '@/lib/flows/follow-submission'
import { freeze } from '@/lib/flows/freeze'
import { callCompliance } from '@/lib/flows/call-compliance'
import { cancel } from '@/lib/flows/cancel'
import { cancelOnchain } from '@/lib/flows/cancel-onchain'
import { expire } from '@/lib/flows/expire'
import { hold } from '@/lib/flows/hold'
import { release } from '@/lib/flows/release'
import { importTransaction } from '@/lib/flows/import-transaction'
import { importList } from '@/lib/flows/import-list'
import { issueEnrolmentCode } from '@/lib/flows/issue-enrolment-code'
import { markRead } from '@/lib/flows/mark-read'
import { nudge } from '@/lib/flows/nudge'
import { notifyAt } from '@/lib/flows/notify-at'
import { proposeChange } from '@/lib/flows/propose-change'
import { readInvitation } from '@/lib/flows/read-invitation'
import { refreshLists } from '@/lib/flows/refresh-lists'
import { refuseChange } from '@/lib/flows/refuse-change'
import { preview } from '@/lib/flows/preview'
import { readReview } from '@/lib/flows/read-review'
import { readWitness } from '@/lib/flows/read-witness'
import { reject } from '@/lib/flows/reject'
import { renewFirstLink } from '@/lib/flows/renew-first-link'
import { reportSubmission } from '@/lib/flows/report-submission'
import { retryDelivery } from '@/lib/flows/retry-delivery'
import { sendNotices } from '@/lib/flows/send-notices'
import { sequenceLog } from '@/lib/flows/sequence-log'
import { signCheckpoint } from '@/lib/flows/sign-checkpoint'
import { stage } from '@/lib/flows/stage'
import { sweep } from '@/lib/flows/sweep'
import { watchSafes } from '@/lib/flows/watch-safes'
import { vetoPolicy } from '@/lib/flows/veto-policy'
import type { Flow } from '@/lib/flows/flow'
import { unfreeze } from '@/lib/flows/unfreeze'
import { requestRegistration } from '@/lib/flows/request-registration'
import { requestSignIn } from '@/lib/flows/request-sign-in'
import { requestStepUp } from '@/lib/flows/request-step-up'
import { retirePasskey } from '@/lib/flows/retire-passkey'
import { revokeOtherSessions } from '@/lib/flows/revoke-other-sessions'
import { revokeSession } from '@/lib/flows/revoke-session'
import { signIn } from '@/lib/flows/sign-in'
import { signOut } from '@/lib/flows/sign-out'

const ALL = [
  requestSignIn,
  signIn,
  signOut,
  requestStepUp,
  requestRegistration,
  issueEnrolmentCode,
  enrolFirstPasskey,
  addPasskey,
  retirePasskey,
  revokeSession,
  revokeOtherSessions,
  markRead,
  notifyAt,
  retryDelivery,
  readInvitation,
  acceptInvitation,
  checkChange,
  proposeChange,
  agreeToChange,
  refuseChange,
  vetoPolicy,
  preview,
  stage,
  beginApproval,
  approve,
  reject,
  cancel,
  cancelOnchain,
  nudge,
  hold,
  callCompliance,
  release,
  comment,
  freeze,
  unfreeze,
  importTransaction,
  importList,
  changeList,
  execute,
  reportSubmission,
  followSubmission,
  readReview,
  readWitness,
  exportEvidence,
  exportLog,
  exportAccounting,
  exportList,
  exportBook,
  sequenceLog,
  signCheckpoint,
  coolDown,
  activatePolicies,
  expire,
  watchSafes,
  followOnward,
  refreshLists,
  deriveNotices,
  sendNotices,
  sweep,
  bootstrap,
  renewFirstLink,
] as const

/** Every verb there is: one import and one place in the list each. */
export const FLOWS: readonly Flow[] = ALL

type KnownFlow = (typeof ALL)[number]
type DoorFlow = Extract<KnownFlow, { entrance: 'door' }>
type DoorFlowOf<Verb extends DoorVerb> = Extract<DoorFlow, { verb: Verb }>

/** For the typed client of the door: its verbs, and each one's own input and answer. */
export type DoorVerb = DoorFlow['verb']
export type FlowInput<Verb extends DoorVerb> = z.input<DoorFlowOf<Verb>['input']>
export type FlowAnswer<Verb extends DoorVerb> = Awaited<ReturnType<DoorFlowOf<Verb>['run']>>
