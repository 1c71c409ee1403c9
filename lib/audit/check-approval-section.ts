import { z } from 'zod'
import { approvalSubject } from '@/lib/approve/subjects'
import type { ApprovalSubject } from '@/lib/approve/types'
import type { Json } from '@/lib/core/canonical'
import { doesAnswer, keptProofShape } from '@/lib/audit/kept-proof'
import { digestShape } from '@/lib/audit/shape'
import type { Leaf } from '@/lib/audit/types'
import type { ProofContext } from '@/lib/audit/verify-pack'

/** What an approver bound, as an approval's section keeps it. */
export const approvalSubjectShape: z.ZodType<ApprovalSubject> = z.object({
  safeTxHash: digestShape,
  evidenceDigest: digestShape,
  acknowledged: z.array(z.object({ code: z.string(), path: z.string(), reason: z.string() })),
  signatureHash: digestShape,
  verdictLine: z.string().optional(),
})
const sectionShape = z.object({ subject: approvalSubjectShape, proof: keptProofShape })

/**
 * Checks the `approval` section of an evidence pack against its event: the passkey answered a challenge of this
 * installation for this member, bound to the subject that the event names (SPEC §5), and it is the passkey that an
 * earlier event of the pack enrolled for this member. What the section is about is for `verifyEvidence`.
 * @returns false for a proof that does not hold and for a section that is none
 */
export async function checkApprovalSection(section: Json, leaf: Leaf, context: ProofContext): Promise<boolean> {
  const parsed = sectionShape.safeParse(section)
  if (!parsed.success) return false
  const { subject, proof } = parsed.data
  return doesAnswer(proof, { action: 'approve', subject: approvalSubject(subject) }, leaf, context)
}
