import 'server-only'
import { checkProof } from '@/lib/approve/check-approval'
import { passkeyFault } from '@/lib/approve/registered-passkey'
import type { FactorProof, StepUpAction } from '@/lib/approve/types'
import type { AuditObject } from '@/lib/audit/types'
import type { Digest } from '@/lib/core/digest'
import type { ProvenRows } from '@/lib/flows/assert-leaves'
import type { Ctx } from '@/lib/flows/flow'
import { expectedPasskey, standingFault } from '@/lib/flows/proven-passkey'
import type { ProvenLog } from '@/lib/flows/prove-log'

/** What the checks of a preflight share: where it runs, the log as proven, the rows that equal it. */
export type Proven = {
  readonly ctx: Pick<Ctx, 'origin'>
  readonly log: ProvenLog
  readonly rows: ProvenRows
  readonly installation: string
}

type Answer = {
  /** As its row says; the log must say the same. */
  readonly object: AuditObject
  readonly memberId: string
  readonly proof: FactorProof
  readonly action: StepUpAction
  readonly subject: Digest
  /** Roles of which the member must have one. */
  readonly roles: readonly string[]
}

/**
 * Whether a row that ends a stop is what the log says, by a member who may, with a passkey answer to exactly this that
 * still verifies. Whoever owns the database can make up rows and events, but no such answer (SPEC §8).
 */
export async function isProvenAnswer({ ctx, log, rows, installation }: Proven, answer: Answer): Promise<boolean> {
  const { object, memberId, proof, action, subject, roles } = answer
  const [leaf] = await log.leavesAbout([object.type], object.id)
  const by = rows.members.find(({ id }) => id === memberId)
  const { preimage } = proof
  const isBound =
    leaf?.object.contentHash === object.contentHash &&
    leaf.actor.id === memberId &&
    by?.isActive === true &&
    by.roles.some((role) => roles.includes(role)) &&
    preimage.installation === installation &&
    preimage.member === memberId &&
    preimage.action === action &&
    preimage.subject === subject
  if (!isBound) return false
  const expected = expectedPasskey(ctx, rows, proof)
  const isOwn = passkeyFault(memberId, proof, expected) === null
  const counted = standingFault(expected, rows, { times: [Date.parse(leaf.at)], seq: leaf.seq }) === null
  return isOwn && counted && (await checkProof(proof)).ok
}
