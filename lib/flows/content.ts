import type { freezeLift, freezeOrder } from '@/db/schema/freeze'
import type { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import type { installation } from '@/db/schema/installation'
import type { enrolmentCode, passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import type { member, passkey, wallet } from '@/db/schema/member'
import type { importedTransaction } from '@/db/schema/import'
import type { invitation, policyVeto, proposal, proposalDecision } from '@/db/schema/proposal'
import type { asset, bookEntry, contract, policy, safe } from '@/db/schema/registry'
import type { quarantinedSignature } from '@/db/schema/quarantine'
import type { approval, rejection, review, signatureRequest, submission, withdrawal } from '@/db/schema/withdrawal'
import { setupContent } from '@/lib/audit/setup'
import type { AuditObject } from '@/lib/audit/types'
import { contentDigest } from '@/lib/core/digest'
import type { Json } from '@/lib/core/canonical'
import type { AuditDraft } from '@/lib/flows/write'

/** An object as a leaf names it, with the content that its hash is of. */
export type Named = AuditDraft['object'] & { readonly content: Json }

// What a leaf names of a row: every column that decides something, none that merely counts (SPEC §8). Preflight
// computes the same from the row it reads and refuses a row whose hash is not in its latest leaf.

export const installationObject = (row: typeof installation.$inferSelect): Named =>
  named('installation', row.id, 1, {
    name: row.name,
    logOrigin: row.logOrigin,
    logPublicKey: row.logPublicKey,
    factorCoolingSeconds: row.factorCoolingSeconds,
    policyCoolingSeconds: row.policyCoolingSeconds,
    bookCoolingSeconds: row.bookCoolingSeconds,
  })

export const memberObject = (row: typeof member.$inferSelect): Named =>
  named('member', row.id, row.version, { name: row.name, roles: [...row.roles].sort(), isActive: row.isActive })

export const walletObject = (row: typeof wallet.$inferSelect): Named =>
  named('wallet', row.address, 1, {
    memberId: row.memberId,
    proofMessage: row.proofMessage,
    proofSignature: row.proofSignature,
  })

export const passkeyObject = (row: typeof passkey.$inferSelect): Named =>
  named('passkey', row.credentialId, 1, {
    memberId: row.memberId,
    publicKey: row.publicKey,
    aaguid: row.aaguid,
    rpId: row.rpId,
    isDemo: row.isDemo,
    usableFrom: row.usableFrom.toISOString(),
  })

export const enrolmentCodeObject = (row: typeof enrolmentCode.$inferSelect): Named =>
  named('enrolment-code', row.id, 1, {
    memberId: row.memberId,
    address: row.address,
    codeHash: row.codeHash,
    issuedBy: row.issuedBy,
    expiresAt: row.expiresAt.toISOString(),
    proof: row.proof as Json,
    challenge: row.challenge,
  })

export const passkeyEnrolmentObject = (row: typeof passkeyEnrolment.$inferSelect): Named =>
  named('passkey-enrolment', row.credentialId, 1, {
    memberId: row.memberId,
    proof: row.proof as Json,
    challenge: row.challenge,
    codeId: row.codeId,
    codeProof: row.codeProof as Json,
  })

export const passkeyRetirementObject = (row: typeof passkeyRetirement.$inferSelect): Named =>
  named('passkey-retirement', row.credentialId, 1, {
    memberId: row.memberId,
    retiredBy: row.retiredBy,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

export const invitationObject = (row: typeof invitation.$inferSelect): Named =>
  named('invitation', row.id, 1, {
    memberId: row.memberId,
    address: row.address,
    codeHash: row.codeHash,
    proposalId: row.proposalId,
    expiresAt: row.expiresAt.toISOString(),
  })

export const proposalObject = (row: typeof proposal.$inferSelect): Named =>
  named('proposal', row.id, 1, {
    kind: row.kind,
    body: row.body,
    reason: row.reason,
    authorId: row.authorId,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

export const proposalDecisionObject = (row: typeof proposalDecision.$inferSelect): Named =>
  named('proposal-decision', row.proposalId, 1, {
    memberId: row.memberId,
    decision: row.decision,
    reason: row.reason,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

export const safeObject = (row: typeof safe.$inferSelect): Named =>
  named('safe', row.id, row.version, {
    chainId: row.chainId,
    address: row.address,
    name: row.name,
    safeVersion: row.safeVersion,
    isEnforced: row.isEnforced,
  })

export const contractObject = (row: typeof contract.$inferSelect): Named =>
  named('contract', `${row.chainId}:${row.address}`, row.version, {
    name: row.name,
    functions: row.functions,
    codeHash: row.codeHash,
    implementation: row.implementation,
    implementationCodeHash: row.implementationCodeHash,
  })

export const assetObject = (row: typeof asset.$inferSelect): Named =>
  named('asset', `${row.chainId}:${row.address}`, row.version, {
    symbol: row.symbol,
    decimals: row.decimals,
    codeHash: row.codeHash,
  })

export const bookEntryObject = (row: typeof bookEntry.$inferSelect): Named =>
  named('book-entry', row.id, row.version, {
    chainId: row.chainId,
    address: row.address,
    name: row.name,
    class: row.class,
    status: row.status,
    activeFrom: row.activeFrom.toISOString(),
  })

export const policyObject = (row: typeof policy.$inferSelect): Named =>
  named('policy', row.id, row.version, { safeId: row.safeId, body: row.body, activeFrom: row.activeFrom.toISOString() })

export const policyVetoObject = (row: typeof policyVeto.$inferSelect): Named =>
  named('policy-veto', `${row.policyId}/${row.version}`, 1, { memberId: row.memberId, reason: row.reason })

export const withdrawalObject = (row: typeof withdrawal.$inferSelect): Named =>
  named('withdrawal', row.id, 1, {
    class: row.class,
    // Left out where there is none, so that what was logged before there were replacements keeps its hash.
    ...(row.replaces === null ? {} : { replaces: row.replaces }),
    safeId: row.safeId,
    chainId: row.chainId,
    safeAddress: row.safeAddress,
    safeVersion: row.safeVersion,
    initiatorId: row.initiatorId,
    intent: row.intent,
    to: row.to,
    value: row.value.toString(),
    data: row.data,
    operation: row.operation,
    safeTxGas: row.safeTxGas.toString(),
    baseGas: row.baseGas.toString(),
    gasPrice: row.gasPrice.toString(),
    gasToken: row.gasToken,
    refundReceiver: row.refundReceiver,
    nonce: row.nonce.toString(),
    safeTxHash: row.safeTxHash,
    policyId: row.policyId,
    policyVersion: row.policyVersion,
    stageProof: row.stageProof as Json,
    stageChallenge: row.stageChallenge,
    expiresAt: row.expiresAt.toISOString(),
  })

export const approvalObject = (row: typeof approval.$inferSelect): Named =>
  named('approval', row.id, 1, {
    withdrawalId: row.withdrawalId,
    memberId: row.memberId,
    owner: row.owner,
    evidenceDigest: row.evidenceDigest,
    subject: row.subject as Json,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

export const submissionObject = (row: typeof submission.$inferSelect): Named =>
  named('submission', row.id, row.attempt, {
    withdrawalId: row.withdrawalId,
    executorId: row.executorId,
    executorAddress: row.executorAddress,
    evidenceDigest: row.evidenceDigest,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

export const rejectionObject = (row: typeof rejection.$inferSelect): Named =>
  named('rejection', row.id, 1, { withdrawalId: row.withdrawalId, memberId: row.memberId })

/** The scope is part of the id: a leaf alone tells what it stops, also where its row was taken away. */
export const freezeObject = (row: typeof freezeOrder.$inferSelect): Named =>
  named('freeze', freezeName(row), 1, { frozenBy: row.memberId, at: row.at.toISOString() })

export const freezeLiftObject = (row: typeof freezeLift.$inferSelect, of: typeof freezeOrder.$inferSelect): Named =>
  named('freeze-lift', `${freezeName(of)}/${row.memberId}`, 1, {
    reason: row.reason,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

const freezeName = ({ id, scopeKind, scopeId }: typeof freezeOrder.$inferSelect) => `${scopeKind}/${scopeId}/${id}`

/** The withdrawal is part of the id, as a freeze's scope is. */
export const holdObject = (row: typeof withdrawalHold.$inferSelect): Named =>
  named('hold', `${row.withdrawalId}/${row.id}`, 1, { memberId: row.memberId, at: row.at.toISOString() })

export const releaseObject = (row: typeof withdrawalRelease.$inferSelect, withdrawalId: string): Named =>
  named('release', `${withdrawalId}/${row.holdId}`, 1, {
    memberId: row.memberId,
    note: row.note,
    evidenceDigest: row.evidenceDigest,
    proof: row.proof as Json,
    challenge: row.challenge,
  })

/** The withdrawal is part of the id, as with a hold. */
export const quarantineObject = (row: typeof quarantinedSignature.$inferSelect): Named =>
  named('quarantined-signature', `${row.withdrawalId}/${row.id}`, 1, {
    memberId: row.memberId,
    owner: row.owner,
    recovered: row.recovered,
    signatureHash: row.signatureHash,
    occasion: row.occasion,
  })

export const importedTransactionObject = (row: typeof importedTransaction.$inferSelect): Named =>
  named('imported-transaction', row.id, 1, {
    memberId: row.memberId,
    chainId: row.chainId,
    safeAddress: row.safeAddress,
    safeVersion: row.safeVersion,
    to: row.to,
    value: row.value.toString(),
    data: row.data,
    operation: row.operation,
    safeTxGas: row.safeTxGas.toString(),
    baseGas: row.baseGas.toString(),
    gasPrice: row.gasPrice.toString(),
    gasToken: row.gasToken,
    refundReceiver: row.refundReceiver,
    nonce: row.nonce.toString(),
    safeTxHash: row.safeTxHash,
    claims: row.claims,
    abis: row.abis,
    verdict: row.verdict,
    ruleSet: row.ruleSet,
  })

/** Signatures that came with an import at one time, by their hashes; the import and the first of them are the id. */
export const importedSignaturesObject = (importId: string, signatureHashes: readonly string[]): Named =>
  named('imported-signatures', `${importId}/${signatureHashes[0] ?? ''}`, 1, { importId, signatureHashes })

export const signatureRequestObject = (row: typeof signatureRequest.$inferSelect): Named =>
  named('signature-request', row.id, 1, {
    withdrawalId: row.withdrawalId,
    memberId: row.memberId,
    owner: row.owner,
    reviewId: row.reviewId,
  })

/** Everything that bootstrap put there, in order of its events: what this does not name, bootstrap did not write. */
export const bootstrapObject = (installationId: string, objects: readonly AuditObject[]): Named =>
  named('bootstrap', installationId, 1, setupContent(objects))

/** The evidence record itself is the content, so the leaf's contentHash is the evidence digest. */
export const reviewObject = (row: Pick<typeof review.$inferSelect, 'id' | 'evidence'>): Named =>
  named('review', row.id, 1, JSON.parse(row.evidence) as Json)

/** What the chain said about an attempt at one look. Another block after a reorganisation is another receipt. */
export const receiptObject = (row: typeof submission.$inferSelect): Named =>
  named('receipt', `${row.id}/${row.state}/${row.blockHash ?? ''}`, row.attempt, {
    withdrawalId: row.withdrawalId,
    state: row.state,
    txHash: row.minedTxHash,
    blockNumber: row.blockNumber?.toString() ?? null,
    blockHash: row.blockHash,
  })

/** An object that is not a row of its own. */
export const named = (type: string, id: string, version: number, content: Json): Named => ({
  type,
  id,
  version,
  contentHash: contentDigest(content),
  content,
})
