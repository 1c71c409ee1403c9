import 'server-only'
import { challengeOf } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import type { Ctx } from '@/lib/flows/flow'

/** What a row keeps of the step-up that allowed it. The challenge's column is unique: one answer makes one row. */
export function proofColumns({ proof }: Pick<Ctx, 'proof'>): { proof: FactorProof; challenge: Digest } {
  if (proof === null) throw new Error('a gate with a step-up lets nobody in without its proof')
  return { proof, challenge: challengeOf(proof.preimage).digest }
}
