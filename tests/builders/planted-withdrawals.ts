import { eq } from 'drizzle-orm'
import type { Address } from 'viem'
import { approval, review, withdrawal } from '@/db/schema/withdrawal'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { encodeWire } from '@/lib/core/wire'
import { demoMember } from '@/lib/demo/members'
import type { SafeState } from '@/lib/simulate/types'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { Leg, OwnersChange, StatedCall } from '@/lib/stage/types'
import type { World } from '@/tests/builders/world'
import { hashOf } from '@/tests/builders/world-rows'

export type Planted = {
  readonly safeId?: string
  readonly initiator?: string
  readonly legs?: readonly Leg[]
  readonly call?: StatedCall
  readonly change?: OwnersChange
  readonly nonce?: bigint
  readonly stagedAt?: Date
  /** Through these states, one after the other. */
  readonly through?: readonly WithdrawalState[]
  /** Whom its review names as approvers. */
  readonly eligible?: readonly string[]
  /** Who approved it once it awaited approvals. */
  readonly approvedBy?: readonly string[]
  /** The Safe as its review saw it. */
  readonly safeState?: SafeState | null
  readonly isNonceHeld?: boolean
}

/** Sealed text that must never be seen in anything a page reads. */
export const SEALED = 'sealed-owner-signature'

let used = 0

/** A withdrawal put into the database as rows, without a chain: for reads that only look at rows. Gives its id. */
export async function plantRow(world: Pick<World, 'db' | 'safes' | 'now'>, planted: Planted = {}): Promise<string> {
  used += 1
  const safe = world.safes.find(({ id }) => id === (planted.safeId ?? 'treasury'))
  if (!safe) throw new Error('no such Safe in this world')
  const at = planted.stagedAt ?? world.now()
  const [row] = await world.db
    .insert(withdrawal)
    .values({
      ...{
        class: planted.change ? 'configuration' : planted.call ? 'contract-call' : 'transfer',
        safeId: safe.id,
        chainId: 31337,
        safeAddress: safe.address,
        safeVersion: safe.version,
      },
      ...{ initiatorId: planted.initiator ?? 'ines', nonce: planted.nonce ?? BigInt(used) },
      intent: encodeWire({
        ...{ legs: planted.legs ?? [], purpose: 'A purpose with \u{1F4B0}', reference: '' },
        ...(planted.call && { call: planted.call }),
        ...(planted.change && { change: planted.change }),
      }),
      ...{ to: ZERO_ADDRESS, value: 0n, data: '0x', operation: 0, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
      ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS, safeTxHash: hashOf(used) },
      ...{ policyId: `${safe.id}-policy`, policyVersion: 1, stageProof: {}, stageChallenge: hashOf(used) },
      ...{ stagedAt: at, expiresAt: new Date(at.getTime() + 86_400_000), state: 'staged', stateSince: at },
    })
    .returning({ id: withdrawal.id })
  if (!row) throw new Error('insert returned no row')
  await plantReview(world, row.id, planted, at)
  for (const state of planted.through ?? []) {
    await world.db.update(withdrawal).set({ state }).where(eq(withdrawal.id, row.id))
    if (state === 'awaiting-approvals')
      for (const who of planted.approvedBy ?? []) await plantApproval(world, row.id, who, at)
  }
  if (planted.isNonceHeld === false)
    await world.db.update(withdrawal).set({ isNonceHeld: false }).where(eq(withdrawal.id, row.id))
  return row.id
}

async function plantReview({ db }: Pick<World, 'db'>, withdrawalId: string, planted: Planted, at: Date): Promise<void> {
  const eligible = (planted.eligible ?? []).map((memberId) => ({ memberId, name: memberId }))
  await db.insert(review).values({
    ...{ withdrawalId, occasion: 'stage', digest: '0x', evidence: '{}', verdict: 'ok', ruleSet: '1', at },
    shown: encodeWire({
      assessment: { safe: planted.safeState ?? null },
      requirement: { approvals: 2, groups: [{ id: 'g', name: 'Signers', need: 2, eligible }] },
    }),
  })
}

async function plantApproval({ db }: Pick<World, 'db'>, withdrawalId: string, who: string, at: Date): Promise<void> {
  used += 1
  const owner: Address = demoMember(who).address
  await db.insert(approval).values({
    ...{ withdrawalId, memberId: who, owner, evidenceDigest: '0x', subject: {}, proof: {} },
    ...{ challenge: hashOf(used), sealedSignature: SEALED, at },
  })
}
