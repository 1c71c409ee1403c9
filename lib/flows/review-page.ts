import 'server-only'
import { desc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import { listOpenQuestions, type Question } from '@/db/queries/questions'
import { readFreezes } from '@/db/queries/freezes'
import { readApprovals, readStory, type StoryEvent } from '@/db/queries/story'
import { member } from '@/db/schema/member'
import { submission } from '@/db/schema/withdrawal'
import type { ApprovalRecord } from '@/lib/approve/types'
import { isSameAddress } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import type { Deps } from '@/lib/flows/flow'
import { frozenSentence } from '@/lib/flows/freezes'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { assertMayApprove } from '@/lib/flows/may-approve'
import { movesOfRow } from '@/lib/flows/moved'
import { type LoggedPasskey, readRegisteredPasskeys } from '@/lib/flows/registered-passkeys'
import { aheadOf, whyNotNext } from '@/lib/flows/queue-order'
import { pinnedPolicy, type Registry } from '@/lib/flows/registry'
import { type Conflict, readConflict, whyNotCancelOnchain } from '@/lib/flows/review-conflict'
import { type Drift, readDrift } from '@/lib/flows/review-drift'
import { deadlineOf, isSignedCancel } from '@/lib/flows/signed-cancel'
import { readShownReview } from '@/lib/flows/shown-review'
import { readStanding } from '@/lib/flows/standing'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { needsPause } from '@/lib/policy/needs-pause'
import type { QuorumStanding } from '@/lib/policy/quorum'
import { freezesOn, isReplacement, touchedByReplacement } from '@/lib/policy/freeze'
import { TERMINAL, type WithdrawalState } from '@/lib/stage/lifecycle'

/** Everything the review page shows. Computed fresh; looking writes nothing (SPEC §2). */
export type ReviewPage = {
  readonly id: string
  readonly state: WithdrawalState
  readonly stateReason: string
  readonly stateSince: Date
  readonly stagedAt: Date
  /** Null of a cancel that may be signed: it never runs out of time. */
  readonly expiresAt: Date | null
  readonly readyFrom: Date | null
  readonly wasSignatureRequested: boolean
  readonly installation: { readonly id: string; readonly name: string }
  readonly initiator: { readonly memberId: string; readonly name: string }
  readonly safe: { readonly id: string; readonly name: string; readonly isEnforced: boolean }
  readonly reviewed: Reviewed
  /** False when the chain did not answer and the last stored review is shown instead; nothing can be approved then. */
  readonly isLive: boolean
  readonly reviewedAt: Date
  /** When this page was made. */
  readonly readAt: Date
  readonly approvals: readonly ApprovalView[]
  readonly quorum: QuorumStanding
  readonly story: readonly StoryEvent[]
  /** What the initiator was asked and has not answered. */
  readonly questions: readonly Question[]
  readonly submission: SubmissionView | null
  /** The withdrawals of this Safe that the chain takes before this one, lowest nonce first. */
  readonly ahead: readonly { readonly id: string; readonly nonce: bigint }[]
  /** What shares its nonce, or did. */
  readonly conflict: Conflict | null
  /** What changed since it was approved, where that was something else. */
  readonly drift: Drift | null
  /** Of the policy that is active now: what is staged from this page is bound to it. */
  readonly activePolicyVersion: number
  /** Whether a signer is asked, before their wallet opens, if somebody makes them hurry. */
  readonly asksPause: boolean
  /** A sentence for each freeze that stops it now. */
  readonly frozen: readonly string[]
  readonly viewer: ViewerStanding
}

export type ApprovalView = ApprovalRecord & {
  readonly counts: boolean
  /** The approver's passkey as it was enrolled, so that a browser need not take the proof's own word for its key. */
  readonly registered: LoggedPasskey | null
}

export type SubmissionView = {
  readonly attempt: number
  readonly state: string
  readonly executor: string
  readonly executorAddress: string
  readonly reportedTxHash: string | null
  readonly minedTxHash: string | null
  readonly blockNumber: bigint | null
}

/** What the viewer may do here, and why not in words. The server decides again when they do it. */
export type ViewerStanding = {
  readonly memberId: string
  readonly name: string
  readonly owners: readonly Address[]
  /** The owner address the viewer would sign with, null when there is none. */
  readonly owner: Address | null
  readonly approve: { readonly isOpen: boolean; readonly whyNot: string }
  readonly reject: { readonly isOpen: boolean; readonly whyNot: string }
  readonly execute: { readonly isOpen: boolean; readonly whyNot: string }
  /** Whether these buttons are the viewer's; what they are for is in the state. */
  readonly mayHold: boolean
  readonly mayRelease: boolean
  readonly mayCancel: boolean
  readonly cancelOnchain: { readonly isOpen: boolean; readonly whyNot: string }
}

/**
 * @param asksChain false shows the review that was stored last, as when the chain does not answer
 * @throws AppError NOT_FOUND
 */
export async function loadReviewPage(
  deps: Deps,
  viewer: MemberActor,
  id: string,
  asksChain = true,
): Promise<ReviewPage> {
  const ctx = { ...deps, actor: viewer, now: deps.io.clock.now() }
  const row = await readWithdrawal(ctx.db, id)
  const { reviewed, fresh, registry, isLive, reviewedAt } = await readShownReview(ctx, row, asksChain)
  const [freezes, standing, approvals, story, questions, conflict, [initiator], [handed]] = await Promise.all([
    readFreezes(ctx.db, viewer),
    readStanding(ctx.db, { row, registry, reviewed }),
    readApprovals(ctx.db, viewer, id),
    readStory(ctx.db, viewer, id),
    listOpenQuestions(ctx.db, viewer, id),
    readConflict(ctx.db, row),
    ctx.db.select({ memberId: member.id, name: member.name }).from(member).where(eq(member.id, row.initiatorId)),
    ctx.db
      .select({ row: submission, executor: member.name })
      .from(submission)
      .innerJoin(member, eq(member.id, submission.executorId))
      .where(eq(submission.withdrawalId, id))
      .orderBy(desc(submission.attempt))
      .limit(1),
  ])
  if (!initiator) throw new Error(`${id} has no initiator`)
  const people = [row.initiatorId, viewer.memberId, ...standing.given.map(({ memberId }) => memberId)]
  const place = { installationId: registry.installation.id, safeId: row.safeId, withdrawalId: row.id }
  const touched = { ...place, people, moves: movesOfRow(row) }
  const stopping = freezesOn(freezes, isReplacement(row) ? touchedByReplacement(viewer.memberId) : touched)
  const frozen = isEnding(row.state) ? [] : stopping.map(frozenSentence)
  const credentialIds = approvals.map(({ proof }) => proof.passkey.credentialId)
  const passkeys = await readRegisteredPasskeys(ctx.db, viewer, credentialIds)
  return {
    id: row.id,
    state: row.state as WithdrawalState,
    stateReason: row.stateReason,
    stateSince: row.stateSince,
    stagedAt: row.stagedAt,
    expiresAt: deadlineOf(row),
    readyFrom: row.readyFrom,
    wasSignatureRequested: row.signatureRequestedAt !== null,
    installation: { id: registry.installation.id, name: registry.installation.name },
    initiator,
    safe: { id: registry.safe.id, name: registry.safe.name, isEnforced: registry.safe.isEnforced },
    reviewed,
    isLive,
    reviewedAt,
    readAt: ctx.now,
    approvals: approvals.map((record) => ({
      ...record,
      counts: standing.given.some((given) => given.memberId === record.memberId && !record.isStale),
      registered: passkeys.get(record.proof.passkey.credentialId) ?? null,
    })),
    quorum: standing.quorum,
    story,
    questions,
    submission: handed
      ? {
          attempt: handed.row.attempt,
          state: handed.row.state,
          executor: handed.executor,
          executorAddress: handed.row.executorAddress,
          reportedTxHash: handed.row.reportedTxHash,
          minedTxHash: handed.row.minedTxHash,
          blockNumber: handed.row.blockNumber,
        }
      : null,
    ahead: aheadOf(reviewed),
    conflict,
    drift: await readDrift(ctx.db, id, approvals, reviewed, isEnding(row.state)),
    activePolicyVersion: registry.policy.version,
    asksPause: pauses(row, registry, reviewed),
    viewer: {
      ...viewerStanding(
        { actor: viewer, now: ctx.now },
        { row, registry, reviewed: fresh },
        standing.given,
        isLive,
        handed?.row.executorId,
        frozen[0],
      ),
      cancelOnchain: open(
        whyNotCancelOnchain(viewer, row, {
          ...{ reviewed: fresh, isLive, conflict },
          frozen: freezesOn(freezes, touchedByReplacement(viewer.memberId)).map(frozenSentence)[0],
        }),
      ),
    },
    frozen,
  }
}

const pauses = (row: WithdrawalRow, registry: Registry, { assessment, outflows, requirement }: Reviewed): boolean =>
  needsPause(
    { ...assessment, contacts: registry.contacts, outflows },
    [pinnedPolicy(registry, { id: row.policyId, version: row.policyVersion }), registry.policy],
    requirement,
  )

type Ctx = Deps & { readonly actor: MemberActor; readonly now: Date }

const HOLDABLE: readonly WithdrawalState[] = ['awaiting-approvals', 'cooling', 'ready']
const STOPPABLE: readonly WithdrawalState[] = ['blocked', 'held', ...HOLDABLE]

const isEnding = (state: string) => TERMINAL.some((ending) => ending === state)

type Current = { readonly row: WithdrawalRow; readonly registry: Registry; readonly reviewed: Reviewed }

function viewerStanding(
  ctx: Pick<Ctx, 'actor' | 'now'>,
  current: Current,
  given: readonly { memberId: string }[],
  isLive: boolean,
  executorId: string | undefined,
  frozen: string | undefined,
): Omit<ViewerStanding, 'cancelOnchain'> {
  const { actor } = ctx
  const { row, registry, reviewed } = current
  const owners = registry.people.find((person) => person.memberId === actor.memberId)?.owners ?? []
  const onchain = reviewed.assessment.safe?.owners ?? []
  const owner = owners.find((mine) => onchain.some((other) => isSameAddress(mine, other))) ?? null
  const state = row.state as WithdrawalState
  const isEndless = isSignedCancel(row)
  const isStoppable = STOPPABLE.includes(state) && !isEndless
  const isMine =
    executorId === undefined || state === 'ready' || row.class === 'cancel' || executorId === actor.memberId
  const isExecutor = actor.roles.includes('executor')
  return {
    memberId: actor.memberId,
    name: actor.name,
    owners,
    owner,
    mayHold: actor.roles.includes('compliance') && HOLDABLE.includes(state) && !isEndless,
    mayRelease:
      actor.roles.includes('compliance') &&
      state === 'held' &&
      frozen === undefined &&
      isLive &&
      ![row.initiatorId, ...given.map(({ memberId }) => memberId)].includes(actor.memberId),
    mayCancel: row.initiatorId === actor.memberId && isStoppable,
    approve: open(frozen ?? whyNotApprove(ctx, current, given, isLive, owner)),
    reject: open(
      isEndless && STOPPABLE.includes(state)
        ? 'A signature of this cancel was asked for. Only the chain ends it now.'
        : !isStoppable
          ? `It is ${state.replaceAll('-', ' ')}; there is nothing to reject.`
          : actor.roles.includes('signer')
            ? ''
            : 'Signers reject.',
    ),
    execute: open(
      state !== 'ready' && state !== 'executing'
        ? `It is ${state.replaceAll('-', ' ')}; there is nothing to execute.`
        : frozen !== undefined
          ? frozen
          : !isExecutor
            ? 'Executors submit.'
            : !isLive
              ? 'The chain does not answer, so nothing is executed.'
              : isMine
                ? whyNotNext(reviewed)
                : 'Another executor has it; one attempt at a time.',
    ),
  }
}

function whyNotApprove(
  ctx: Pick<Ctx, 'actor' | 'now'>,
  current: Current,
  given: readonly { memberId: string }[],
  isLive: boolean,
  owner: Address | null,
): string {
  if (!ctx.actor.roles.includes('signer')) return 'Signers approve.'
  if (given.some((one) => one.memberId === ctx.actor.memberId)) return 'You approved it.'
  if (!isLive) return 'The chain does not answer, so nothing is approved. Reading and rejecting work.'
  if (owner === null) return `None of your addresses is an owner of ${current.registry.safe.name}.`
  try {
    assertMayApprove(ctx, current, { owner, evidenceDigest: current.reviewed.digest })
    return ''
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

const open = (whyNot: string) => ({ isOpen: whyNot === '', whyNot })
