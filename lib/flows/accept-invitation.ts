import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { invitation } from '@/db/schema/proposal'
import { wallet } from '@/db/schema/member'
import { isInvitationProven } from '@/lib/approve/invitation'
import { walletStatementText } from '@/lib/approve/wallet-statement'
import { AppError } from '@/lib/core/errors'
import { walletObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { addressInput, signatureInput } from '@/lib/flows/inputs'
import { findInvitation, limitStrangers } from '@/lib/flows/open-invitation'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { isWalletOf } from '@/lib/flows/wallet-proof'
import { write } from '@/lib/flows/write'

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(200)

const input = z.strictObject({
  /** In place of the code: its key, and its signature over exactly this member and address. */
  code: z.strictObject({ codeKey: base64url, signature: base64url }),
  address: addressInput,
  /** By that address, over lib/approve walletStatement (EIP-712). */
  walletSignature: signatureInput,
})

/**
 * Makes an address its member's, once: for who has the link, and signs with the address that two admins agreed on. It
 * opens no session and confirms nothing; a passkey comes later, by a code of its own.
 */
export const acceptInvitation = defineFlow({
  verb: 'accept-invitation',
  entrance: 'door',
  input,
  gate: {
    actors: ['anonymous'],
    roles: 'any',
    stepUp: {
      none: 'who is invited has no session and no passkey yet; the code, and the signature of the invited address, stand for them',
    },
  },
  run: async (ctx, posted) => {
    await limitStrangers(ctx)
    const { row, statement } = await findInvitation(ctx, posted.code.codeKey)
    if (row.address !== posted.address)
      throw new AppError('NOT_ALLOWED', `This invitation is for ${row.address}, not for ${posted.address}.`)
    if (!isInvitationProven(posted.code, statement))
      throw new AppError('NOT_ALLOWED', 'The code does not prove this invitation.')
    const proof = { proofMessage: walletStatementText(statement), proofSignature: posted.walletSignature }
    if (!(await isWalletOf(proof, statement)))
      throw new AppError('NOT_ALLOWED', `The signature is not by ${row.address}. Nothing was done.`)
    return insertWallet(ctx, row, proof)
  },
})

type InvitationRow = typeof invitation.$inferSelect

async function insertWallet(
  ctx: Ctx,
  { id, memberId, address }: InvitationRow,
  proof: { readonly proofMessage: string; readonly proofSignature: string },
) {
  try {
    return await write(ctx, async (tx) => {
      const [used] = await tx
        .update(invitation)
        .set({ consumedAt: ctx.now })
        .where(and(eq(invitation.id, id), isNull(invitation.consumedAt), gt(invitation.expiresAt, ctx.now)))
        .returning()
      if (!used)
        throw new AppError('CONFLICT', 'This invitation was used, replaced or ran out. Ask an admin for another link.')
      const [row] = await tx
        .insert(wallet)
        .values({ address, memberId, ...proof, createdAt: ctx.now })
        .returning()
      if (!row) throw new Error('insert returned no row')
      await enqueue(tx, 'sign-checkpoint')
      return [{ memberId, address }, [{ action: 'accept-invitation', object: walletObject(row) }]]
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('CONFLICT', `${address} belongs to a member already.`)
  }
}
