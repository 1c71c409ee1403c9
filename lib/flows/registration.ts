import 'server-only'
import { z } from 'zod'
import { checkRegistration, readRegistered, type Registered } from '@/lib/approve/factors/passkey/registration'
import { displayText, readableText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { burnChallenge } from '@/lib/flows/burn'
import type { Ctx } from '@/lib/flows/flow'
import { rpIdOf } from '@/lib/flows/kept-passkeys'
import { requireMember } from '@/lib/flows/lock-member'

/** What the challenges of registrations are for; no step-up has this action, so neither serves as the other. */
export const REGISTRATION = 'register-passkey'

const MAX_LABEL = 60

/** What a browser posts of a passkey it has just made. */
export const registrationInput = z.strictObject({
  challengeId: z.uuid(),
  clientDataJSON: z.string().max(4000),
  attestationObject: z.string().max(16_000),
})
type RegistrationInput = z.output<typeof registrationInput>

export const labelInput = z
  .string()
  .trim()
  .max(MAX_LABEL, `A name has at most ${MAX_LABEL} characters.`)
  .refine((text) => readableText(text).length > 0, 'Give the passkey a name, so that you know it again.')
  .transform((text) => displayText(text, MAX_LABEL))

/** The passkey that a registration names, before anything about it is believed. @throws AppError BAD_INPUT */
export function namedPasskey(ctx: Pick<Ctx, 'origin'>, posted: RegistrationInput): Registered {
  const read = readRegistered(posted, rpIdOf(ctx))
  if (!read.ok) throw notRegistered(read.reason)
  return read.passkey
}

/**
 * Uses up the challenge, in a commit of its own, then checks what answers it.
 * @throws AppError STEP_UP_REFUSED for a challenge that is not this session's, BAD_INPUT for what does not verify
 */
export async function proveRegistration(ctx: Ctx, posted: RegistrationInput): Promise<Registered> {
  const { memberId, sessionHash } = requireMember(ctx)
  const key = { id: posted.challengeId, memberId, sessionHash, action: REGISTRATION, now: ctx.now }
  const row = await burnChallenge(ctx.db, key)
  if (!row)
    throw new AppError('STEP_UP_REFUSED', 'The passkey was made too long ago, or for another session. Make it again.')
  const checked = checkRegistration(posted, { challenge: row.preimage, origin: ctx.origin, rpId: rpIdOf(ctx) })
  if (!checked.ok) throw notRegistered(checked.reason)
  return checked.passkey
}

const notRegistered = (reason: string) => new AppError('BAD_INPUT', `The passkey cannot be registered: ${reason}.`)
