import 'server-only'
import { CODE_SECONDS, type CodeProof, hashOfCodeKey, isCodeProven } from '@/lib/approve/enrolment-code'
import { enrolSubject, issueCodeSubject } from '@/lib/approve/passkey-subjects'
import { CHALLENGE_SECONDS, issuedAt, readPreimage } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import type { Admission, Known } from '@/lib/flows/admission'
import { isActiveMember, isSteppedUp } from '@/lib/flows/admit-step-up'
import * as content from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'

type EnrolmentRow = Known['rows']['enrolments'][number]
type CodeRow = Known['rows']['enrolmentCodes'][number]

/** A code is admitted when another admin's passkey confirmed it for this member, this address and this hash. */
export const admitCode: Admission = async (leaf, known) => {
  const row = known.rows.enrolmentCodes.find(({ id }) => id === leaf.object.id)
  if (!row || known.isKnown(leaf.object) || !isSameContent(content.enrolmentCodeObject(row), leaf.object)) return false
  const { memberId, address, issuedBy } = row
  const owned = known.rows.wallets.find((wallet) => wallet.address === address && wallet.memberId === memberId)
  if (issuedBy === null || issuedBy === memberId || !isActiveMember(known, issuedBy, 'admin')) return false
  if (!owned || !known.isCurrent(content.walletObject(owned))) return false
  const subject = issueCodeSubject({ memberId, address, codeHash: row.codeHash as Digest })
  const stepUp = { ...row, memberId: issuedBy, action: 'issue-enrolment-code', subject } as const
  if (!(await isSteppedUp(leaf, known, stepUp))) return false
  const provenAt = timeOf(row.proof)
  return provenAt !== null && row.expiresAt.getTime() <= provenAt + (CODE_SECONDS + CHALLENGE_SECONDS) * 1000
}

/** Grounds of a further passkey: one that the same member had already confirmed exactly this one. */
export const admitAddition: Admission = async (leaf, known) => {
  const found = groundsOf(leaf, known)
  if (!found || found.row.proof === null) return false
  const { row, passkey } = found
  const stepUp = { ...row, action: 'enrol-passkey', subject: enrolSubject(passkey) } as const
  return isSteppedUp(leaf, known, stepUp)
}

/** Grounds of a first passkey: an admitted code, unused, in time, and known to whoever made this very passkey. */
export const admitFirst: Admission = async (leaf, known) => {
  const found = groundsOf(leaf, known)
  const code = found && codeOf(found.row, known)
  const [installed] = known.rows.installations
  if (!found || !code || !installed) return false
  const { row, passkey } = found
  const { memberId } = row
  const proof = row.codeProof as CodeProof
  return (
    leaf.actor.kind === 'member' &&
    leaf.actor.id === memberId &&
    isActiveMember(known, memberId) &&
    code.memberId === memberId &&
    Date.parse(leaf.at) < code.expiresAt.getTime() &&
    !isUsed(code, row, known) &&
    !hasAnother(row, known) &&
    hashOfCodeKey(proof.codeKey) === code.codeHash &&
    isCodeProven(proof, { installation: installed.id, memberId, passkey })
  )
}

/** A passkey is admitted on its grounds, for the same member, with the cooling that the installation has. */
export const admitPasskey: Admission = async (leaf, known) => {
  const row = known.rows.passkeys.find(({ credentialId }) => credentialId === leaf.object.id)
  const grounds = known.rows.enrolments.find(({ credentialId }) => credentialId === leaf.object.id)
  const [installed] = known.rows.installations
  if (!row || !grounds || !installed || known.isKnown(leaf.object)) return false
  if (!isSameContent(content.passkeyObject(row), leaf.object)) return false
  if (!known.isCurrent(content.passkeyEnrolmentObject(grounds))) return false
  if (!known.isCurrent(content.installationObject(installed))) return false
  if (leaf.actor.id !== row.memberId || grounds.memberId !== row.memberId || row.isDemo) return false
  // Until a checkpoint covers an event its time can be rewritten; what a passkey signed cannot.
  const code = codeOf(grounds, known)
  // The setup's own codes rest on no passkey; the earliest that one can be from is what its end says.
  const provenAt = timeOf(grounds.proof ?? code?.proof) ?? (code?.issuedBy === null ? setupTime(code) : null)
  if (provenAt === null) return false
  const coolingFrom = Math.max(provenAt, Date.parse(leaf.at))
  return row.usableFrom.getTime() >= coolingFrom + installed.factorCoolingSeconds * 1000
}

/** The row of grounds that an event names, with the passkey it is about; null unless both are what they should be. */
function groundsOf(leaf: Parameters<Admission>[0], known: Known) {
  const { rows } = known
  const row = rows.enrolments.find(({ credentialId }) => credentialId === leaf.object.id)
  const passkey = rows.passkeys.find(({ credentialId }) => credentialId === leaf.object.id)
  if (!row || !passkey || passkey.memberId !== row.memberId || known.isKnown(leaf.object)) return null
  return isSameContent(content.passkeyEnrolmentObject(row), leaf.object) ? { row, passkey } : null
}

function codeOf({ codeId }: EnrolmentRow, { rows, isCurrent }: Known): CodeRow | null {
  const code = rows.enrolmentCodes.find(({ id }) => id === codeId)
  return code && isCurrent(content.enrolmentCodeObject(code)) ? code : null
}

// By hash, not by row: a copy of a code's row would be the same code.
function isUsed(code: CodeRow, row: EnrolmentRow, { rows, isKnown }: Known): boolean {
  const same = rows.enrolmentCodes.filter(({ codeHash }) => codeHash === code.codeHash).map(({ id }) => id)
  return rows.enrolments.some(
    (other) =>
      other.credentialId !== row.credentialId &&
      other.codeId !== null &&
      same.includes(other.codeId) &&
      isKnown(content.passkeyEnrolmentObject(other)),
  )
}

// A code is for whoever has none: with another passkey at the same host the other one has to confirm.
function hasAnother({ credentialId, memberId }: EnrolmentRow, { rows, isKnown, retiredAt }: Known): boolean {
  const rpId = rows.passkeys.find((one) => one.credentialId === credentialId)?.rpId
  return rows.passkeys.some(
    (other) =>
      other.memberId === memberId &&
      other.rpId === rpId &&
      other.credentialId !== credentialId &&
      !retiredAt.has(other.credentialId) &&
      isKnown(content.passkeyObject(other)),
  )
}

const setupTime = ({ expiresAt }: CodeRow): number => expiresAt.getTime() - CODE_SECONDS * 1000

function timeOf(proof: unknown): number | null {
  const preimage = readPreimage((proof as FactorProof | null | undefined)?.preimage)
  return preimage && issuedAt(preimage).getTime()
}
