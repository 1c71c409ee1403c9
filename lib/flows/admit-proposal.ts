import 'server-only'
import { agreeSubject, proposeSubject } from '@/lib/approve/proposal-subjects'
import { issuedAt, readPreimage } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import type { Json } from '@/lib/core/canonical'
import type { Admission, Known } from '@/lib/flows/admission'
import { isActiveMember, isSteppedUp } from '@/lib/flows/admit-step-up'
import * as content from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { PROPOSAL_KINDS } from '@/lib/flows/proposals/index'
import { isWalletOf } from '@/lib/flows/wallet-proof'
import type { Address } from 'viem'

type ProposalRow = Known['rows']['proposals'][number]

/** A proposal is admitted when an admin's passkey confirmed every word of it. */
export const admitProposal: Admission = async (leaf, known) => {
  const row = known.rows.proposals.find(({ id }) => id === leaf.object.id)
  if (!row || known.isKnown(leaf.object) || !isSameContent(content.proposalObject(row), leaf.object)) return false
  if (!isActiveMember(known, row.authorId, 'admin')) return false
  const subject = proposeSubject({ kind: row.kind, body: bodyOf(row), reason: row.reason })
  return isSteppedUp(leaf, known, { ...row, memberId: row.authorId, action: 'propose-change', subject })
}

/** An agreement is admitted when another admin's passkey confirmed every word of an admitted proposal. */
export const admitAgreement: Admission = async (leaf, known) => {
  const row = known.rows.proposalDecisions.find(({ proposalId }) => proposalId === leaf.object.id)
  if (!row || known.isKnown(leaf.object) || !isSameContent(content.proposalDecisionObject(row), leaf.object))
    return false
  const asked = known.rows.proposals.find(({ id }) => id === row.proposalId)
  if (!asked || !known.isCurrent(content.proposalObject(asked))) return false
  if (row.decision !== 'approved' || row.memberId === asked.authorId || !isActiveMember(known, row.memberId, 'admin'))
    return false
  return isSteppedUp(leaf, known, { ...row, action: 'agree-to-change', subject: subjectOf(asked) })
}

/** That a proposal was ended without being done gives nobody anything. */
export const admitRefusal: Admission = async (leaf, known) => {
  const row = known.rows.proposalDecisions.find(({ proposalId }) => proposalId === leaf.object.id)
  if (!row || known.isKnown(leaf.object) || row.decision === 'approved') return false
  return isSameContent(content.proposalDecisionObject(row), leaf.object)
}

/** An object is admitted when it is what an admitted agreement allowed, word for word. */
export const admitAgreed: Admission = async (leaf, known) => {
  const agreed = known.rows.proposalDecisions.find(({ proof }) => preimageOf(proof)?.subject === leaf.subject)
  const asked = known.rows.proposals.find(({ id }) => id === agreed?.proposalId)
  if (!agreed || !asked || agreed.decision !== 'approved' || leaf.subject !== subjectOf(asked)) return false
  if (!known.isCurrent(content.proposalDecisionObject(agreed)) || leaf.actor.id !== agreed.memberId) return false
  const kind = PROPOSAL_KINDS.find(({ id }) => id === asked.kind)
  const body = kind?.body.safeParse(bodyOf(asked))
  const preimage = preimageOf(agreed.proof)
  if (!kind || body?.success !== true || !preimage) return false
  // Until a checkpoint covers an event its time can be rewritten; what a passkey signed cannot.
  const agreedAt = Math.max(issuedAt(preimage).getTime(), Date.parse(leaf.at))
  return kind.admits(leaf.object, body.data, { proposalId: asked.id, known, agreedAt })
}

/** An address is its member's when an admitted invitation names both and the address signed it. */
export const admitWallet: Admission = async (leaf, known) => {
  const row = known.rows.wallets.find(({ address }) => address === leaf.object.id)
  const [installed] = known.rows.installations
  if (!row || !installed || known.isKnown(leaf.object) || !isSameContent(content.walletObject(row), leaf.object))
    return false
  const isInvited = known.rows.invitations.some(
    (one) =>
      one.memberId === row.memberId &&
      one.address === row.address &&
      known.isCurrent(content.invitationObject(one)) &&
      Date.parse(leaf.at) < one.expiresAt.getTime(),
  )
  const statement = { installation: installed.id, memberId: row.memberId, address: row.address as Address }
  return isInvited && (await isWalletOf(row, statement))
}

const bodyOf = ({ body }: ProposalRow): Json => JSON.parse(body) as Json

const subjectOf = (row: ProposalRow) =>
  agreeSubject({ id: row.id, authorId: row.authorId, kind: row.kind, body: bodyOf(row), reason: row.reason })

const preimageOf = (proof: unknown) => readPreimage((proof as FactorProof | null | undefined)?.preimage)
