import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { keccak256, stringToHex } from 'viem/utils'
import { quarantinedSignature } from '@/db/schema/quarantine'
import { signatureHash } from '@/lib/approve/signature-hash'
import { isSameAddress } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import { recoverOwner } from '@/lib/execute/signatures'
import { quarantineObject } from '@/lib/flows/content'
import { freezeByDeskOnce } from '@/lib/flows/desk-freeze'
import type { Ctx } from '@/lib/flows/flow'
import { lockWithdrawal, type WithdrawalRow } from '@/lib/flows/locks'
import { backToApprovers, markStale } from '@/lib/flows/mark-stale'
import { type AuditDraft, write } from '@/lib/flows/write'

/** A signature in the name of one owner, and whom its bytes recover to. */
export type Claimed = {
  readonly memberId: string
  readonly owner: Address
  readonly signature: Hex
  readonly recovered: Address | null
}

/** A stored signature as preflight finds it; null where its row does not open with the desk's key. */
export type Stored = Omit<Claimed, 'signature'> & {
  readonly approvalId: string
  readonly sealed: string
  readonly signature: Hex | null
}

/** Whether a signature is by the owner it is said to be of: what it recovers to alone tells (SPEC §4 policy 1). */
export async function claimOf(safeTxHash: Hash, said: Omit<Claimed, 'recovered'>): Promise<Claimed> {
  return { ...said, recovered: await recoverOwner(safeTxHash, said.signature) }
}

export const isByOwner = ({ owner, recovered }: Pick<Claimed, 'owner' | 'recovered'>): boolean =>
  recovered !== null && isSameAddress(recovered, owner)

/**
 * A signature that was posted for an approval and is not by its owner is kept apart, and its withdrawal frozen: a wallet or
 * the way to it shows other data than it signs (SPEC §4). Committed before anybody is refused.
 */
export async function quarantinePosted(ctx: Ctx, row: WithdrawalRow, posted: Claimed): Promise<void> {
  await write({ ...ctx, actor: SYSTEM }, async (tx) => {
    const kept = await keepPosted(tx, ctx, row, posted)
    return [
      undefined,
      [kept, ...(await freezeByDeskOnce(tx, ctx.now, { kind: 'withdrawal', id: row.id }, kept.reason))],
    ]
  })
}

/**
 * One that is stored and no longer by its owner was changed in the database, so its whole Safe is frozen. The approval counts
 * no more: its member may give another one once the freeze is lifted.
 */
export async function quarantineStored(ctx: Ctx, seen: WithdrawalRow, stored: readonly Stored[]): Promise<void> {
  const [first, ...more] = stored
  if (!first) return
  await write({ ...ctx, actor: SYSTEM }, async (tx) => {
    const row = await lockWithdrawal(tx, seen.id, ['ready', 'executing'])
    const kept = await keepStored(tx, ctx, row, first)
    const others: AuditDraft[] = []
    for (const one of more) others.push(await keepStored(tx, ctx, row, one))
    others.push(
      ...(await markStale(
        tx,
        stored.map(({ approvalId }) => approvalId),
        'Its stored signature is not by its owner.',
      )),
    )
    const reason = 'A stored signature was not by its owner.'
    others.push(...(await backToApprovers(tx, row, { now: ctx.now, reason })))
    return [
      undefined,
      [kept, ...others, ...(await freezeByDeskOnce(tx, ctx.now, { kind: 'safe', id: row.safeId }, kept.reason))],
    ]
  })
}

/**
 * No stored signature opens: the key is another one than sealed them, or every row was changed. Nothing tells which, so
 * nothing is frozen; without them nothing can be handed over, so the approvals are given again.
 * @throws AppError UNAVAILABLE always
 */
export async function collectAgain(ctx: Ctx, seen: WithdrawalRow, stored: readonly Stored[]): Promise<never> {
  const why =
    'No stored owner signature opens: this process has another signature key than the one that sealed them, or every row was changed.'
  await write({ ...ctx, actor: SYSTEM }, async (tx) => {
    const row = await lockWithdrawal(tx, seen.id, ['ready', 'executing'])
    const [moved, ...more] = await backToApprovers(tx, row, { now: ctx.now, reason: why })
    if (!moved) throw new AppError('UNAVAILABLE', `${why} Nothing was handed over; cancel it on chain.`)
    const stale = await markStale(
      tx,
      stored.map(({ approvalId }) => approvalId),
      'Its stored signature does not open.',
    )
    return [undefined, [moved, ...more, ...stale]]
  })
  throw new AppError('UNAVAILABLE', `${why} Nothing was handed over; it is back with its approvers.`)
}

const SYSTEM = { kind: 'system' } as const

type Tx = Parameters<typeof freezeByDeskOnce>[0]

async function keepPosted(tx: Tx, ctx: Ctx, row: WithdrawalRow, posted: Claimed): Promise<Kept> {
  const { memberId, owner, recovered, signature } = posted
  const sealedSignature = await ctx.io.vault.seal(signature, { withdrawalId: row.id, owner })
  const hash = signatureHash(owner, signature)
  const values = { memberId, owner, recovered, signatureHash: hash, occasion: 'approve', sealedSignature }
  return keep(tx, ctx, row, values, `that came with an approval of ${row.id} by ${memberId} ${whoseIs(recovered)}`)
}

// Kept as it was stored: it cannot be sealed again where it does not open.
async function keepStored(tx: Tx, ctx: Ctx, row: WithdrawalRow, stored: Stored): Promise<Kept> {
  const { memberId, owner, recovered, sealed, signature } = stored
  const hash = signature === null ? keccak256(stringToHex(sealed)) : signatureHash(owner, signature)
  const values = { memberId, owner, recovered, signatureHash: hash, occasion: 'preflight', sealedSignature: sealed }
  const what = signature === null ? 'cannot be opened' : whoseIs(recovered)
  return keep(tx, ctx, row, values, `that is stored for ${row.id} ${what}`)
}

const whoseIs = (recovered: Address | null) =>
  recovered === null ? 'is no signature of anybody' : `is by ${recovered}`

type Kept = AuditDraft & { readonly reason: string }

async function keep(
  tx: Tx,
  ctx: Ctx,
  row: WithdrawalRow,
  values: Omit<typeof quarantinedSignature.$inferInsert, 'withdrawalId' | 'at'>,
  found: string,
): Promise<Kept> {
  const [kept] = await tx
    .insert(quarantinedSignature)
    .values({ ...values, withdrawalId: row.id, at: ctx.now })
    .returning()
  if (!kept) throw new Error('insert returned no row')
  const reason = `The signature of ${values.owner} ${found}.`
  return { action: 'quarantine', subject: row.safeTxHash, object: quarantineObject(kept), reason }
}
