import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { quarantinedSignature } from '@/db/schema/quarantine'
import { signatureHash } from '@/lib/approve/signature-hash'
import { isSameAddress } from '@/lib/core/address'
import { recoverOwner } from '@/lib/execute/signatures'
import { quarantineObject } from '@/lib/flows/content'
import { freezeByDeskOnce } from '@/lib/flows/desk-freeze'
import type { Ctx } from '@/lib/flows/flow'
import { lockWithdrawal, type WithdrawalRow } from '@/lib/flows/locks'
import { markStale } from '@/lib/flows/mark-stale'
import { moveWithdrawal } from '@/lib/flows/move'
import { type AuditDraft, write } from '@/lib/flows/write'

/** A signature in the name of one owner, and whom its bytes recover to. */
export type Claimed = {
  readonly memberId: string
  readonly owner: Address
  readonly signature: Hex
  readonly recovered: Address | null
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
    const kept = await keep(tx, ctx, row, 'approve', posted)
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
export async function quarantineStored(
  ctx: Ctx,
  seen: WithdrawalRow,
  stored: readonly (Claimed & { readonly approvalId: string })[],
): Promise<void> {
  const [first, ...more] = stored
  if (!first) return
  await write({ ...ctx, actor: SYSTEM }, async (tx) => {
    const row = await lockWithdrawal(tx, seen.id, ['ready', 'executing'])
    const kept = await keep(tx, ctx, row, 'preflight', first)
    const others: AuditDraft[] = []
    for (const one of more) others.push(await keep(tx, ctx, row, 'preflight', one))
    others.push(
      ...(await markStale(
        tx,
        stored.map(({ approvalId }) => approvalId),
      )),
    )
    if (row.state === 'ready') {
      const why = { now: ctx.now, reason: 'A stored signature was not by its owner.', change: { readyFrom: null } }
      others.push((await moveWithdrawal(tx, row, 'awaiting-approvals', why)).event)
    }
    return [
      undefined,
      [kept, ...others, ...(await freezeByDeskOnce(tx, ctx.now, { kind: 'safe', id: row.safeId }, kept.reason))],
    ]
  })
}

const SYSTEM = { kind: 'system' } as const

type Tx = Parameters<typeof freezeByDeskOnce>[0]

async function keep(
  tx: Tx,
  ctx: Ctx,
  row: WithdrawalRow,
  occasion: 'approve' | 'preflight',
  { memberId, owner, signature, recovered }: Claimed,
): Promise<AuditDraft & { readonly reason: string }> {
  const [kept] = await tx
    .insert(quarantinedSignature)
    .values({
      withdrawalId: row.id,
      memberId,
      owner,
      recovered,
      signatureHash: signatureHash(owner, signature),
      occasion,
      sealedSignature: await ctx.io.vault.seal(signature, { withdrawalId: row.id, owner }),
      at: ctx.now,
    })
    .returning()
  if (!kept) throw new Error('insert returned no row')
  const whose = recovered === null ? 'is no signature of anybody' : `is by ${recovered}`
  const came = occasion === 'approve' ? `came with an approval of ${row.id} by ${memberId}` : `is stored for ${row.id}`
  return {
    action: 'quarantine',
    subject: row.safeTxHash,
    object: quarantineObject(kept),
    reason: `The signature of ${owner} that ${came} ${whose}.`,
  }
}
