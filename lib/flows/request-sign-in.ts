import 'server-only'
import { randomBytes } from 'node:crypto'
import { getAddress } from 'viem/utils'
import { createSiweMessage } from 'viem/siwe'
import { z } from 'zod'
import { sha256Hex } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { issueSignInNonce, burnRate } from '@/lib/flows/burn'
import { type Ctx, defineFlow } from '@/lib/flows/flow'

const MESSAGE_SECONDS = 300

/**
 * Composes the whole EIP-4361 message, good once, for 5 minutes, in this browser only. An address that nobody here
 * holds gets a message like any other; it can never sign in (SPEC §2, §9).
 */
export const requestSignIn = defineFlow({
  verb: 'request-sign-in',
  entrance: 'door',
  input: z.strictObject({
    address: z
      .string()
      .regex(/^0x[0-9a-fA-F]{40}$/, 'An address is 0x and 40 hex digits.')
      .transform((text) => getAddress(text.toLowerCase())),
    chainId: z.int().positive(),
  }),
  gate: {
    actors: ['anonymous'],
    roles: 'any',
    stepUp: { none: 'hands out a message to sign; grants nothing' },
  },
  run: async (ctx, { address, chainId }) => {
    const { actor } = ctx
    if (actor.kind !== 'anonymous') throw new AppError('NOT_ALLOWED', 'Sign out first.')
    await limitRequests(ctx, actor.browserHash)
    const expiresAt = new Date(ctx.now.getTime() + MESSAGE_SECONDS * 1000)
    const message = createSiweMessage({
      address,
      chainId,
      domain: new URL(ctx.origin).host,
      uri: ctx.origin,
      version: '1',
      nonce: randomBytes(48).toString('hex'),
      statement: 'Sign in to Countersign. This signature approves no transaction.',
      issuedAt: ctx.now,
      expirationTime: expiresAt,
    })
    const messageHash = sha256Hex(message)
    await issueSignInNonce(ctx.db, { address, message, messageHash, browserHash: actor.browserHash, expiresAt })
    return { message, expiresAt: expiresAt.toISOString() }
  },
})

// Never by the address asked for: strangers could then lock its member out. A browser is a stranger's own word too, so
// it falls into a fixed number of buckets and the table cannot be filled.
async function limitRequests(ctx: Ctx, browserHash: string): Promise<void> {
  const key = `sign-in:browser:${sha256Hex(browserHash).slice(2, 6)}`
  if (!(await burnRate(ctx.db, { key, limit: 20, windowSeconds: 60, now: ctx.now })))
    throw new AppError('TOO_MANY', 'Too many sign-in messages were asked for. Wait a minute and try again.')
}
