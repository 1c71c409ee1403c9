import { isVouchedOffline } from '@/lib/approve/verdict-line'
import { answerFault } from '@/lib/audit/answer-fault'
import { doesAnswer } from '@/lib/audit/kept-proof'
import { type Enrolments, emptyEnrolments } from '@/lib/audit/story-enrolment'
import * as shapes from '@/lib/audit/story-sections'
import type { Leaf } from '@/lib/audit/types'
import type { ProofContext } from '@/lib/audit/verify-pack'
import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import { displayText } from '@/lib/core/display-text'

/** What the events so far told of the withdrawal. */
export type Story = {
  staged: { readonly id: string; readonly section: shapes.WithdrawalSection } | null
  /** Evidence digests of the reviews of this withdrawal, and whether they ask for an offline verdict. */
  readonly reviews: Map<string, boolean>
  /** Challenges that were answered, each with its event. */
  readonly answered: Map<Digest, number>
  /** By credential id, the event that retired it. */
  readonly retired: Map<string, number>
  readonly enrolments: Enrolments
  /** Members whose approval counts, each with the approval's id. */
  readonly counted: Map<string, string>
  handOvers: number
}

/** Judges one event by its section; says why it does not hold, as a whole sentence, or null. */
export type Step = (story: Story, leaf: Leaf, section: Json, context: ProofContext) => Promise<string | null>

export const emptyStory = (): Story => ({
  staged: null,
  reviews: new Map(),
  answered: new Map(),
  retired: new Map(),
  enrolments: emptyEnrolments(),
  counted: new Map(),
  handOvers: 0,
})

/** The initiator confirmed class, Safe and intent; the fields give the hash that everybody after them binds. */
export const judgeStage: Step = async (story, leaf, content, context) => {
  const { data: section } = shapes.withdrawalShape.safeParse(content)
  if (!section) return `Event ${leaf.seq} stages no withdrawal with the confirmation of its initiator.`
  if (!shapes.doFieldsGiveHash(section))
    return `The fields of the withdrawal that event ${leaf.seq} stages do not give its hash.`
  story.staged ??= { id: leaf.object.id, section }
  const { initiatorId: memberId, stageProof: proof, stageChallenge: challenge } = section
  const fault = answerFault({ memberId, proof, challenge }, leaf, context, story)
  if (fault !== null) return fault
  const asked = { action: 'stage', subject: shapes.stagedSubject(section) } as const
  if (!(await doesAnswer(proof, asked, leaf, context))) return unproven(leaf)
  const misnamed = shapes.sectionFault(section)
  return misnamed === null ? null : `The withdrawal that event ${leaf.seq} stages ${misnamed}.`
}

/** A review that is shown is of this withdrawal, so that nobody is said to have approved on another one's. */
export const judgeReview: Step = async (story, leaf, content, { installation }) => {
  const { data: shown } = shapes.reviewShape.safeParse(content)
  const isOfThis =
    leaf.subject === story.staged?.id &&
    shown?.installation === installation &&
    shown.safeTxHash === story.staged.section.safeTxHash
  if (!isOfThis) return `Event ${leaf.seq} is no review of the withdrawal that this pack is about.`
  story.reviews.set(leaf.object.contentHash, shown.requirement?.offlineVerdict === true)
  return null
}

/** A member approved this transaction on a review of it. The answer itself is checked by `checkApprovalSection`. */
export const judgeApproval: Step = async (story, leaf, content, context) => {
  const { data: section } = shapes.approvalShape.safeParse(content)
  if (!section) return `The section of event ${leaf.seq} is no approval with a passkey's answer.`
  const { memberId, subject, evidenceDigest } = section
  if (subject.safeTxHash !== story.staged?.section.safeTxHash)
    return `Event ${leaf.seq} approves another transaction than the withdrawal of this pack.`
  if (subject.evidenceDigest !== evidenceDigest)
    return `The passkey of event ${leaf.seq} answered for other evidence than its section names.`
  const fault = aboutFault(story, leaf, section) ?? answerFault({ ...section, memberId }, leaf, context, story)
  if (fault !== null) return fault
  if (story.reviews.get(evidenceDigest) === true && !isVouchedOffline(subject))
    return `Event ${leaf.seq} approves without the verdict of an offline verifier, which its review asks for.`
  if (story.counted.has(memberId))
    return `Event ${leaf.seq} is a second approval by ${displayText(memberId)}, whose first still counts.`
  story.counted.set(memberId, leaf.object.id)
  return null
}

/** An approval that went stale counts no more, and its member may approve again. */
export function uncount({ counted }: Story, approvalId: string): void {
  for (const [memberId, id] of counted) if (id === approvalId) counted.delete(memberId)
}

/** An executor took the signatures of this transaction, on a review of it, to the wallet that the section names. */
export const judgeHandOver: Step = async (story, leaf, content, context) => {
  const { data: section } = shapes.submissionShape.safeParse(content)
  if (!section || !story.staged) return `The section of event ${leaf.seq} is no hand-over with a passkey's answer.`
  const { executorId: memberId, proof } = section
  const fault = aboutFault(story, leaf, section) ?? answerFault({ ...section, memberId }, leaf, context, story)
  if (fault !== null) return fault
  const asked = {
    action: 'execute',
    subject: shapes.handOverSubject(story.staged.section.safeTxHash, section),
  } as const
  if (!(await doesAnswer(proof, asked, leaf, context))) return unproven(leaf)
  story.handOvers += 1
  return null
}

type About = { readonly withdrawalId: string; readonly evidenceDigest: string }

function aboutFault({ staged, reviews }: Story, { seq }: Leaf, { withdrawalId, evidenceDigest }: About): string | null {
  if (withdrawalId !== staged?.id)
    return `Event ${seq} belongs to ${displayText(withdrawalId)}, which is not the withdrawal of this pack.`
  if (!reviews.has(evidenceDigest)) return `Event ${seq} names evidence that no earlier review of the pack shows.`
  return null
}

const unproven = ({ seq }: Leaf) => `The passkey proof of event ${seq} does not hold.`
