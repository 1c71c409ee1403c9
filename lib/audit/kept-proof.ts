import { z } from 'zod'
import { checkProof } from '@/lib/approve/check-approval'
import { readPreimage } from '@/lib/approve/preimage'
import { passkeyFault, type RegisteredPasskey } from '@/lib/approve/registered-passkey'
import type { FactorProof, StepUpAction } from '@/lib/approve/types'
import type { Leaf } from '@/lib/audit/types'
import type { ProofContext } from '@/lib/audit/verify-pack'
import type { Digest } from '@/lib/core/digest'

/** The passkey's answer that a section keeps (SPEC §5). */
export const keptProofShape: z.ZodType<FactorProof> = z.object({
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

/** A passkey as the event of its enrolment has it. */
export const passkeyShape: z.ZodType<RegisteredPasskey['content']> = z.object({
  memberId: z.string(),
  publicKey: z.string(),
  aaguid: z.string(),
  rpId: z.string(),
  isDemo: z.boolean(),
  usableFrom: z.string(),
})

/**
 * Whether the passkey that earlier events of the pack enrolled for the event's member answered a challenge of this
 * installation for exactly this action and subject, which the event names too (SPEC §5).
 */
export async function doesAnswer(
  proof: FactorProof,
  asked: { readonly action: StepUpAction; readonly subject: Digest },
  { actor, subject }: Leaf,
  { installation, passkeys }: ProofContext,
): Promise<boolean> {
  const { preimage } = proof
  if (preimage.installation !== installation || preimage.action !== asked.action) return false
  if (actor.kind !== 'member' || preimage.member !== actor.id) return false
  if (preimage.subject !== subject || preimage.subject !== asked.subject) return false
  // No event says where the desk was served, so the origin is the proof's own; the enrolled key signed for it.
  const { credentialId, origin } = proof.passkey
  if (passkeyFault(actor.id, proof, { registered: registeredOf(credentialId, passkeys), origin }) !== null) return false
  return (await checkProof(proof)).ok
}

/** The enrolment of this credential, null when no earlier event of the pack holds one. */
export function registeredOf(credentialId: string, passkeys: ProofContext['passkeys']): RegisteredPasskey | null {
  const content = passkeys.find((enrolled) => enrolled.credentialId === credentialId)?.content
  const parsed = passkeyShape.safeParse(content)
  return parsed.success ? { credentialId, content: parsed.data } : null
}
