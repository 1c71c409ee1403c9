import { z } from 'zod'
import { checkProof } from '@/lib/approve/check-approval'
import { readPreimage } from '@/lib/approve/preimage'
import { passkeyFault, type RegisteredPasskey } from '@/lib/approve/registered-passkey'
import { approvalSubject } from '@/lib/approve/subjects'
import type { ApprovalSubject, FactorProof } from '@/lib/approve/types'
import type { Json } from '@/lib/core/canonical'
import type { Leaf } from '@/lib/audit/types'
import type { ProofContext } from '@/lib/audit/verify-pack'

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])
const subjectShape: z.ZodType<ApprovalSubject> = z.object({
  safeTxHash: hash,
  evidenceDigest: hash,
  acknowledged: z.array(z.object({ code: z.string(), path: z.string(), reason: z.string() })),
  signatureHash: hash,
})
const proofShape: z.ZodType<FactorProof> = z.object({
  factor: z.string(),
  preimage: z.unknown().transform((value, context) => {
    const preimage = readPreimage(value)
    if (preimage !== null) return preimage
    context.addIssue('no step-up preimage')
    return z.NEVER
  }),
  assertion: z.object({
    credentialId: z.string(),
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
  }),
  passkey: z.object({
    credentialId: z.string(),
    publicKey: z.string(),
    counter: z.number(),
    rpId: z.string(),
    origin: z.string(),
    isDemo: z.boolean(),
  }),
})
const sectionShape = z.object({ subject: subjectShape, proof: proofShape })
const passkeyShape: z.ZodType<RegisteredPasskey['content']> = z.object({
  memberId: z.string(),
  publicKey: z.string(),
  aaguid: z.string(),
  rpId: z.string(),
  isDemo: z.boolean(),
  usableFrom: z.string(),
})

/**
 * Checks the `approval` section of an evidence pack against its event: the passkey answered a challenge of this
 * installation for this member, bound to the subject that the event names (SPEC §5), and it is the passkey that an
 * earlier event of the pack enrolled for this member. Other members of the section are proven by its content hash alone.
 * @returns false for a proof that does not hold and for a section that is none
 */
export async function checkApprovalSection(
  section: Json,
  leaf: Leaf,
  { installation, passkeys }: ProofContext,
): Promise<boolean> {
  const parsed = sectionShape.safeParse(section)
  if (!parsed.success) return false
  const { subject, proof } = parsed.data
  const { preimage } = proof
  if (preimage.installation !== installation || preimage.action !== 'approve') return false
  if (leaf.actor.kind !== 'member' || preimage.member !== leaf.actor.id) return false
  if (preimage.subject !== leaf.subject || preimage.subject !== approvalSubject(subject)) return false
  // No event says where the desk was served, so the origin is the proof's own; the enrolled key signed for it.
  const { origin } = proof.passkey
  const registered = registeredOf(proof.passkey.credentialId, passkeys)
  if (passkeyFault(leaf.actor.id, proof, { registered, origin }) !== null) return false
  return (await checkProof(proof)).ok
}

function registeredOf(credentialId: string, passkeys: ProofContext['passkeys']): RegisteredPasskey | null {
  const content = passkeys.find((enrolled) => enrolled.credentialId === credentialId)?.content
  const parsed = passkeyShape.safeParse(content)
  return parsed.success ? { credentialId, content: parsed.data } : null
}
