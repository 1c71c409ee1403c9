import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { executeSubject, stageSubject } from '@/lib/approve/subjects'
import { approvalSubjectShape } from '@/lib/audit/check-approval-section'
import { keptProofShape } from '@/lib/audit/kept-proof'
import { digestShape } from '@/lib/audit/shape'
import { decodeWire } from '@/lib/core/wire'
import { classFault } from '@/lib/stage/class-fault'
import { hashSafeTx } from '@/lib/stage/hash'
import { intentSchema } from '@/lib/stage/intent'
import type { SafeRef, SafeVersion } from '@/lib/stage/types'

const address = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value))
const bytes = z.custom<Hex>((value) => typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value))
const units = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform((digits) => BigInt(digits))
const version = z.custom<SafeVersion>((value) => typeof value === 'string' && /^\d\.\d\.\d$/.test(value))

/** A withdrawal as its section keeps it: who staged what, with the confirmation of the initiator's passkey. */
export const withdrawalShape = z.object({
  class: z.enum(['transfer', 'contract-call', 'configuration', 'cancel']),
  /** Of a cancel, the withdrawal whose nonce it uses up. */
  replaces: z
    .string()
    .optional()
    .transform((id) => id ?? null),
  ...{ chainId: z.int().nonnegative(), safeAddress: address, safeVersion: version, initiatorId: z.string() },
  intent: z.string().transform((text, context) => {
    const intent = intentSchema.safeParse(decodedOf(text))
    if (intent.success) return intent.data
    context.addIssue('no intent')
    return z.NEVER
  }),
  ...{ to: address, value: units, data: bytes, operation: z.int().min(0).max(255) },
  ...{ safeTxGas: units, baseGas: units, gasPrice: units, gasToken: address, refundReceiver: address, nonce: units },
  ...{ safeTxHash: digestShape, stageProof: keptProofShape, stageChallenge: digestShape },
})
export type WithdrawalSection = z.output<typeof withdrawalShape>

/** One member's decision. */
export const approvalShape = z.object({
  ...{ withdrawalId: z.string(), memberId: z.string(), evidenceDigest: digestShape },
  ...{ subject: approvalSubjectShape, proof: keptProofShape, challenge: digestShape },
})

/** One hand-over to an executor. */
export const submissionShape = z.object({
  ...{ withdrawalId: z.string(), executorId: z.string(), executorAddress: address, evidenceDigest: digestShape },
  ...{ proof: keptProofShape, challenge: digestShape },
})
type SubmissionSection = z.output<typeof submissionShape>

/** Of an evidence record, what says which transaction it shows, and what its approvers had to bring. */
export const reviewShape = z.object({
  installation: z.string(),
  safeTxHash: digestShape,
  requirement: z.object({ offlineVerdict: z.boolean().optional() }).optional(),
})

/** Whether the ten fields give the hash that the section names; those that have none do not. */
export function doFieldsGiveHash(section: WithdrawalSection): boolean {
  try {
    return hashSafeTx(safeOf(section), section).safeTx === section.safeTxHash
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Why its class does not say what it is, as the end of a sentence, or null. Asked once the fields give the hash. */
export function sectionFault(section: WithdrawalSection): string | null {
  const safe = safeOf(section)
  return classFault({ ...section, staged: { safe, tx: section, hashes: hashSafeTx(safe, section) } })
}

/** What the initiator bound. */
export const stagedSubject = (section: WithdrawalSection) => stageSubject({ ...section, safe: safeOf(section) })

/** What the executor bound. */
export const handOverSubject = (safeTxHash: Hex, { evidenceDigest, executorAddress: executor }: SubmissionSection) =>
  executeSubject({ safeTxHash, evidenceDigest, executor })

const safeOf = ({ chainId, safeAddress, safeVersion }: WithdrawalSection): SafeRef => ({
  ...{ chainId, address: safeAddress, version: safeVersion },
})

function decodedOf(text: string): unknown {
  try {
    return decodeWire(text)
  } catch {
    return null // not the text of a value
  }
}
