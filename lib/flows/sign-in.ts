import 'server-only'
import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import { getAddress, verifyMessage } from 'viem/utils'
import { z } from 'zod'
import { findMemberByWallet, type KnownMember } from '@/db/queries/member'
import { member } from '@/db/schema/member'
import { session } from '@/db/schema/session'
import { sha256Hex } from '@/lib/core/digest'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { memberActor } from '@/lib/flows/actor'
import { burnSignInNonce } from '@/lib/flows/burn'
import { named } from '@/lib/flows/content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

// SPEC §5: 12 h in all, 30 min idle, 15 min for those who administer or execute.
const SESSION_SECONDS = 12 * 3600
const IDLE_SECONDS = 30 * 60
const SHORT_IDLE_SECONDS = 15 * 60

type SignedIn = { readonly sessionId: string; readonly memberId: string }

/**
 * Opens a session for the member whose wallet signed the message that this desk composed for this browser (EIP-4361).
 * The message is used up before the signature is looked at. Answers with the opaque id for the cookie; the row keeps
 * its SHA-256.
 * @throws AppError NOT_SIGNED_IN, one sentence for every reason
 */
export const signIn = defineFlow({
  verb: 'sign-in',
  entrance: 'session',
  input: z.strictObject({
    message: z.string().max(2000),
    signature: z
      .string()
      .regex(/^0x[0-9a-fA-F]{130}$/)
      .transform((text) => text as Hex),
    userAgent: z.string().max(2000),
  }),
  gate: {
    actors: ['anonymous'],
    roles: 'any',
    stepUp: { none: 'a wallet alone gives reading, rejecting and freezing' },
  },
  run: async (ctx, { message, signature, userAgent }) => {
    const { actor } = ctx
    if (actor.kind !== 'anonymous') throw refused()
    const messageHash = sha256Hex(message)
    const asked = await burnSignInNonce(ctx.db, { messageHash, browserHash: actor.browserHash, now: ctx.now })
    if (!asked) throw refused()
    const address = getAddress(asked.address)
    if (!(await isSignedBy(address, message, signature))) throw refused()
    const known = await findMemberByWallet(ctx.db, address)
    if (!known) throw refused()
    return openSession(ctx, { known, address, userAgent: displayText(userAgent) })
  },
})

async function openSession(
  ctx: Ctx,
  { known, address, userAgent }: { known: KnownMember; address: Address; userAgent: string },
): Promise<SignedIn> {
  const sessionId = randomBytes(32).toString('base64url')
  const idHash = sha256Hex(sessionId)
  const actor = memberActor(known, idHash)
  const isShort = actor.roles.includes('admin') || actor.roles.includes('executor')
  const expiresAt = new Date(ctx.now.getTime() + SESSION_SECONDS * 1000)
  return write({ db: ctx.db, now: ctx.now, actor }, async (tx) => {
    // Held until commit: a member switched off meanwhile gets no session.
    const [live] = await tx
      .select({ id: member.id })
      .from(member)
      .where(and(eq(member.id, known.memberId), eq(member.isActive, true)))
      .for('share')
    if (!live) throw refused()
    await tx.insert(session).values({
      idHash,
      memberId: known.memberId,
      address,
      createdAt: ctx.now,
      lastSeenAt: ctx.now,
      expiresAt,
      idleSeconds: isShort ? SHORT_IDLE_SECONDS : IDLE_SECONDS,
      userAgent,
    })
    const content = { memberId: known.memberId, address, expiresAt: expiresAt.toISOString() }
    return [
      { sessionId, memberId: known.memberId },
      [{ action: 'sign-in', object: named('session', idHash, 1, content), personal: { userAgent } }],
    ]
  })
}

// Recovered here from the signature alone: a node that lies could vouch for anyone.
async function isSignedBy(address: Address, message: string, signature: Hex): Promise<boolean> {
  try {
    return await verifyMessage({ address, message, signature })
  } catch (error) {
    // A signature with an impossible v, r or s cannot be recovered; that is an answer, not a fault.
    if (error instanceof Error) return false
    throw error
  }
}

const refused = () =>
  new AppError(
    'NOT_SIGNED_IN',
    'This did not sign you in. Ask for a new message and sign it in this browser with a wallet that the desk knows.',
  )
