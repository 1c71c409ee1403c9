import 'server-only'
import { checkProof } from '@/lib/approve/check-approval'
import { challengeOf, issuedAt, readPreimage } from '@/lib/approve/preimage'
import { passkeyFault } from '@/lib/approve/registered-passkey'
import type { FactorProof, StepUpAction } from '@/lib/approve/types'
import type { Leaf } from '@/lib/audit/types'
import type { Digest } from '@/lib/core/digest'
import { ROLES } from '@/lib/flows/actor'
import type { Known } from '@/lib/flows/admission'
import { memberObject, passkeyObject } from '@/lib/flows/content'
import { registeredPasskey } from '@/lib/flows/registered-passkeys'

/** What a kept answer must be for. */
export type KeptStepUp = {
  readonly proof: unknown
  /** Digest of the challenge, as the row keeps it. */
  readonly challenge: string | null
  readonly memberId: string
  readonly action: StepUpAction
  readonly subject: Digest
}

/**
 * Whether a member's admitted, unretired passkey confirmed exactly this, on this log, after its cooling. The same checks
 * as for an approval; no column is believed that the log does not say.
 */
export async function isSteppedUp(leaf: Leaf, known: Known, kept: KeptStepUp): Promise<boolean> {
  const proof = kept.proof as FactorProof | null
  const preimage = readPreimage(proof?.preimage)
  const [installed] = known.rows.installations
  if (proof === null || preimage === null || !installed) return false
  const isBound =
    leaf.actor.kind === 'member' &&
    leaf.actor.id === kept.memberId &&
    leaf.subject === kept.subject &&
    preimage.installation === installed.id &&
    preimage.member === kept.memberId &&
    preimage.action === kept.action &&
    preimage.subject === kept.subject &&
    challengeOf(preimage).digest === kept.challenge &&
    known.rootAt(preimage.checkpoint.size) === preimage.checkpoint.root
  if (!isBound || !isActiveMember(known, kept.memberId)) return false
  const row = known.rows.passkeys.find(({ credentialId }) => credentialId === proof.passkey.credentialId)
  if (!row || !known.isCurrent(passkeyObject(row)) || known.retiredAt.has(row.credentialId)) return false
  if (row.usableFrom.getTime() > Math.min(issuedAt(preimage).getTime(), Date.parse(leaf.at))) return false
  // The desk may have moved since, so where it was is the proof's own word; the host is what the log says.
  const { origin } = proof.passkey
  if (hostOf(origin) !== row.rpId) return false
  if (passkeyFault(kept.memberId, proof, { registered: registeredPasskey(row), origin }) !== null) return false
  return (await checkProof(proof)).ok
}

/**
 * Whether the log so far says that this was an active member, with this role where one is asked for. What they became
 * since undoes nothing that they did before: their row may say something else today.
 */
export function isActiveMember(known: Known, memberId: string, role?: string): boolean {
  const row = known.rows.members.find(({ id }) => id === memberId)
  const then = row && rolesThen(known, row)
  return then !== undefined && then !== null && (!role || then.includes(role))
}

/**
 * The roles of an active member as the log so far has them, null where it has none. A leaf keeps a digest of them, so
 * every set of roles is tried against it: only the one that was has that digest.
 */
function rolesThen(known: Known, row: Known['rows']['members'][number]): readonly string[] | null {
  if (known.isCurrent(memberObject(row))) return row.isActive ? row.roles : null
  const version = known.versionOf(memberObject(row))
  if (version === null) return null
  return (
    ROLE_SETS.find((roles) => known.isCurrent(memberObject({ ...row, version, roles: [...roles], isActive: true }))) ??
    null
  )
}

const ROLE_SETS = ROLES.reduce<readonly (readonly string[])[]>(
  (sets, role) => [...sets, ...sets.map((set) => [...set, role])],
  [[]],
)

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).hostname : null
}
