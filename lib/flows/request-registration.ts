import 'server-only'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { listOwnCredentialIds } from '@/db/queries/member'
import { encodeBase64url } from '@/lib/approve/base64url'
import { hexBytes } from '@/lib/approve/hex-bytes'
import { sha256Hex } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { burnRate, issueChallenge } from '@/lib/flows/burn'
import { defineFlow } from '@/lib/flows/flow'
import { rpIdOf } from '@/lib/flows/kept-passkeys'
import { requireMember } from '@/lib/flows/lock-member'
import { REGISTRATION } from '@/lib/flows/registration'

/** Making a passkey and confirming it with another takes two prompts. */
const REGISTRATION_SECONDS = 300

export type IssuedRegistration = {
  readonly challengeId: string
  /** base64url. */
  readonly challenge: string
  readonly rpId: string
  /** base64url of 32 bytes that say nothing of the member. */
  readonly userHandle: string
  /** Passkeys that the member has had here: an authenticator that holds one of them makes no second. */
  readonly knownCredentialIds: readonly string[]
}

/** Issues the challenge that a new passkey is made for: this member, this session, five minutes, once. */
export const requestRegistration = defineFlow({
  verb: 'request-registration',
  entrance: 'door',
  input: z.strictObject({}),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'issues a challenge; a passkey made for it is nobody’s until another verb takes it' },
  },
  run: async (ctx): Promise<IssuedRegistration> => {
    const actor = requireMember(ctx)
    const { memberId, sessionHash } = actor
    const rate = { key: `registration:session:${sessionHash}`, limit: 20, windowSeconds: 60, now: ctx.now }
    if (!(await burnRate(ctx.db, rate)))
      throw new AppError('TOO_MANY', 'Too many passkeys were asked for. Wait a minute and try again.')
    const challenge = randomBytes(32).toString('base64url')
    const challengeId = await issueChallenge(ctx.db, {
      memberId,
      sessionHash,
      action: REGISTRATION,
      digest: sha256Hex(challenge),
      preimage: challenge,
      issuedAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + REGISTRATION_SECONDS * 1000),
    })
    const rpId = rpIdOf(ctx)
    return {
      challengeId,
      challenge,
      rpId,
      userHandle: encodeBase64url(hexBytes(sha256Hex(`countersign/user/1 ${ctx.origin} ${memberId}`))),
      knownCredentialIds: await listOwnCredentialIds(ctx.db, actor, rpId),
    }
  },
})
