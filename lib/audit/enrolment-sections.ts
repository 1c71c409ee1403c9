import { z } from 'zod'
import { keptProofShape } from '@/lib/audit/kept-proof'
import { digestShape } from '@/lib/audit/shape'

const codeProofShape = z.object({ codeKey: z.string(), signature: z.string() })
const instant = z.iso.datetime()

/** Of a desk's settings, how long a new passkey cools. */
export const installationShape = z.object({ factorCoolingSeconds: z.int().nonnegative() })

/** Of a member, what they may. */
export const memberShape = z.object({ roles: z.array(z.string()), isActive: z.boolean() })

/** A one-time code that an admin confirmed for a member. */
export const codeShape = z.object({
  ...{ memberId: z.string(), address: z.string(), codeHash: digestShape, issuedBy: z.string(), expiresAt: instant },
  ...{ proof: keptProofShape, challenge: digestShape },
})
/** One that the setup of the desk gave a first admin: nobody could confirm anything then. */
export const setupCodeShape = z.object({
  ...{ memberId: z.string(), codeHash: digestShape, issuedBy: z.null(), expiresAt: instant, proof: z.null() },
})
export type CodeSection = z.output<typeof codeShape>

/** Why a further passkey is its member's: another of theirs confirmed it. */
export const additionShape = z.object({
  ...{ memberId: z.string(), proof: keptProofShape, challenge: digestShape },
  ...{ codeId: z.null(), codeProof: z.null() },
})

/** Why a first passkey is its member's: they knew the code. */
export const firstShape = z.object({
  ...{ memberId: z.string(), proof: z.null(), challenge: z.null() },
  ...{ codeId: z.string(), codeProof: codeProofShape },
})
