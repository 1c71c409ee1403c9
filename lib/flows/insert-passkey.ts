import 'server-only'
import type { Tx } from '@/db/client'
import { passkeyEnrolment } from '@/db/schema/enrolment'
import { installation } from '@/db/schema/installation'
import { passkey } from '@/db/schema/member'
import type { Registered } from '@/lib/approve/factors/passkey/registration'
import { AppError } from '@/lib/core/errors'
import { passkeyEnrolmentObject, passkeyObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { type Written, write } from '@/lib/flows/write'
import type { Ctx } from '@/lib/flows/flow'

export type Enrolled = {
  readonly credentialId: string
  /** ISO time. */
  readonly usableFrom: string
}

/** Why the passkey is its member's: columns of `passkey_enrolment`. */
type Grounds = Pick<typeof passkeyEnrolment.$inferInsert, 'proof' | 'challenge' | 'codeId' | 'codeProof'>

type NewRows = {
  readonly action: string
  readonly memberId: string
  readonly label: string
  readonly passkey: Registered
  readonly grounds: Grounds
}

/**
 * Puts a new passkey and its grounds there with an event for each, grounds first: preflight admits the passkey by them.
 * It cools as the installation says, and a checkpoint covers it soon. Called inside `write`.
 */
export async function insertPasskey(tx: Tx, ctx: Ctx, rows: NewRows): Promise<Written<Enrolled>> {
  const [installed] = await tx.select().from(installation)
  if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  const { action, memberId, label, grounds } = rows
  const usableFrom = new Date(ctx.now.getTime() + installed.factorCoolingSeconds * 1000)
  const [row] = await tx
    .insert(passkey)
    .values({ ...rows.passkey, memberId, isDemo: false, createdAt: ctx.now, usableFrom })
    .returning()
  if (!row) throw new Error('insert returned no row')
  const [enrolment] = await tx
    .insert(passkeyEnrolment)
    .values({ credentialId: row.credentialId, memberId, label, ...grounds, at: ctx.now })
    .returning()
  if (!enrolment) throw new Error('insert returned no row')
  await enqueue(tx, 'sign-checkpoint')
  const subject = ctx.proof?.preimage.subject ?? ''
  const reason = `It counts from ${usableFrom.toISOString()}.`
  return [
    { credentialId: row.credentialId, usableFrom: usableFrom.toISOString() },
    [
      { action, subject, object: passkeyEnrolmentObject(enrolment) },
      { action, subject, object: passkeyObject(row), reason },
    ],
  ]
}

/** `write` for what inserts a passkey. @throws AppError CONFLICT for one that is registered already, also for another */
export async function writePasskey<T>(ctx: Ctx, body: (tx: Tx) => Promise<Written<T>>): Promise<T> {
  try {
    return await write(ctx, body)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('CONFLICT', 'This passkey, or what it was confirmed with, is registered already.')
  }
}
