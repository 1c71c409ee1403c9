import { buildEvidence, evidenceDigest } from '@/lib/approve/evidence'
import { RULES } from '@/lib/assess/rules/index'
import type { Digest } from '@/lib/core/digest'
import type { ReviewPage } from '@/lib/flows/review-page'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeState } from '@/lib/simulate/types'
import type { SafeTxHashes, StagedTx } from '@/lib/stage/types'
import { carriedHash, carriedStop } from './carried-hash'
import { type NewNodes, newNodes } from './node-pins'
import { repeatReview } from './repeat-review'
import { type CheckedApprovals, type Place, type Stranger, verifyApprovals } from './verify-approvals'

/** What this browser found by itself, from what the page displays. */
export type Verification = {
  readonly hashes: SafeTxHashes
  readonly digest: Digest
  /** The very transaction and Safe that were checked. Wallets get these, never a page that came after the check. */
  readonly staged: StagedTx
  readonly safe: SafeState | null
  /** Why nothing may be signed here, one sentence each; empty when the server told the truth. */
  readonly stops: readonly string[]
  /** Of the stops, those that the member themselves can settle. */
  readonly strangers: readonly Stranger[]
  /** Another of those stops. */
  readonly nodes: NewNodes | null
  readonly approvals: CheckedApprovals['approvals']
}

/**
 * Recomputes hashes and evidence digest from the displayed review, decodes and judges its bytes again, and checks the
 * other approvers' passkey proofs. The same pure code as on the server, run on what this page was given and shows
 * (SPEC §5).
 */
export async function verifyReview(page: ReviewPage, place: Place): Promise<Verification> {
  const { assessment, requirement, contacts, policy, digest: told } = page.reviewed
  const { safe, tx, hashes: toldHashes } = assessment.staged
  const hashes = hashSafeTx(safe, tx)
  const digest = evidenceDigest(
    buildEvidence({
      installation: page.installation.id,
      assessment,
      requirement,
      contacts,
      policy,
      driftingRules: RULES.filter((rule) => rule.drifts).map((rule) => rule.id),
    }),
  )
  const { own, protocolKit, contract } = assessment.hashes
  const others = [toldHashes.safeTx, own, protocolKit, contract].filter((hash) => hash !== null)
  const approved = await verifyApprovals(page, { hashes, digest, offlineVerdict: requirement.offlineVerdict }, place)
  const nodes = newNodes(place.nodes.urls, place.nodes.pin)
  const stops = [
    others.some((hash) => hash.toLowerCase() !== hashes.safeTx) &&
      'This browser computes another safeTxHash from the ten fields below than the server or the Safe. Sign nothing and tell compliance.',
    (toldHashes.domain !== hashes.domain || toldHashes.message !== hashes.message) &&
      'This browser computes other device hashes from the ten fields below than the server. Sign nothing and tell compliance.',
    carriedStop(carriedHash(place.fragment), hashes.safeTx),
    digest !== told &&
      'This browser computes another evidence digest from what this page shows than the server. Sign nothing and tell compliance.',
    ...repeatReview({ ...page.reviewed, safeName: page.safe.name }),
    ...approved.strangers.map(({ sentence }) => sentence),
    nodes !== null && nodes.sentence,
  ].filter((sentence) => sentence !== false)
  const { staged, safe: state } = assessment
  return { hashes, digest, staged, safe: state, stops, nodes, ...approved }
}
