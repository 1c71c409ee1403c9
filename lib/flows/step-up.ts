import 'server-only'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { passkey } from '@/db/schema/member'
import { FACTORS } from '@/lib/approve/factors/index'
import { challengeOf, parsePreimage } from '@/lib/approve/preimage'
import type { FactorProof, PasskeyRecord, StepUpPreimage } from '@/lib/approve/types'
import { AppError } from '@/lib/core/errors'
import { burnChallenge, burnFactorFailure, burnFactorUse } from '@/lib/flows/burn'
import type { Ctx, StepUp } from '@/lib/flows/flow'
import { isRetired } from '@/lib/flows/kept-passkeys'

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(4000)

/** The answer to a bound challenge, posted beside the input it is bound to. */
export const proofSchema = z.strictObject({
  challengeId: z.uuid(),
  factor: z.string().max(40),
  assertion: z.strictObject({
    credentialId: base64url,
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
  }),
})

export type ProofInput = z.output<typeof proofSchema>

/** Takes `proof` out of a posted object, so that each flow's schema describes its own input only. */
export function splitProof(posted: unknown): { body: unknown; proof: unknown } {
  if (posted === null || typeof posted !== 'object' || Array.isArray(posted)) return { body: posted, proof: undefined }
  const { proof, ...body } = posted as Record<string, unknown>
  return { body, proof }
}

/**
 * Checks the second factor for exactly this action and input. The challenge is used up first, in a commit of its own.
 * @throws AppError STEP_UP_REFUSED with the reason
 */
export async function proveStepUp<Input>(
  ctx: Ctx,
  stepUp: StepUp<Input>,
  input: Input,
  posted: unknown,
): Promise<FactorProof> {
  const { actor } = ctx
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  const proof = proofSchema.safeParse(posted)
  if (!proof.success) throw refused('Confirm this with your passkey.')
  const row = await burnChallenge(ctx.db, {
    id: proof.data.challengeId,
    memberId: actor.memberId,
    sessionHash: actor.sessionHash,
    action: stepUp.action,
    now: ctx.now,
  })
  if (!row) throw refused('The challenge is used up, expired or not yours. Start this step again.')
  const preimage = parsePreimage(JSON.parse(row.preimage))
  const expected = await stepUp.subject(ctx, input)
  const isBound =
    preimage.action === stepUp.action &&
    preimage.subject === expected.digest &&
    preimage.policyVersion === expected.policyVersion &&
    challengeOf(preimage).digest === row.digest
  if (!isBound) throw refused('The passkey answered for other content than this. Nothing was done.')
  return checkFactor(ctx, actor.memberId, preimage, proof.data)
}

async function checkFactor(
  ctx: Ctx,
  memberId: string,
  preimage: StepUpPreimage,
  proof: ProofInput,
): Promise<FactorProof> {
  const factor = FACTORS.find((candidate) => candidate.id === proof.factor)
  if (!factor) throw refused('This desk has no such factor.')
  const [key] = await ctx.db
    .select()
    .from(passkey)
    .where(and(eq(passkey.credentialId, proof.assertion.credentialId), eq(passkey.memberId, memberId)))
  if (!key) throw refused('This passkey is not one of yours.')
  if (await isRetired(ctx.db, key.credentialId)) throw refused('This passkey is retired. Use another one.')
  if (key.lockedUntil && key.lockedUntil > ctx.now)
    throw refused(`This passkey is locked until ${key.lockedUntil.toISOString()} after failed attempts.`)
  if (key.usableFrom > ctx.now) throw refused(`This passkey is new. It counts from ${key.usableFrom.toISOString()}.`)
  const record: PasskeyRecord = {
    credentialId: key.credentialId,
    publicKey: key.publicKey,
    counter: key.counter,
    rpId: key.rpId,
    origin: ctx.origin,
    isDemo: key.isDemo,
  }
  const checked = await factor.check({ preimage, assertion: proof.assertion, passkey: record })
  if (!checked.ok) {
    await burnFactorFailure(ctx.db, key.id, ctx.now)
    throw refused(`The passkey's answer does not verify: ${checked.reason}.`)
  }
  if (!(await burnFactorUse(ctx.db, key.id, checked.counter)))
    throw refused("The passkey's counter went back. It may have been copied; freeze and tell an admin.")
  return { factor: factor.id, preimage, assertion: proof.assertion, passkey: record }
}

const refused = (sentence: string) => new AppError('STEP_UP_REFUSED', sentence)
