import 'server-only'
import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { execution } from '@/db/schema/execution'
import { member, wallet } from '@/db/schema/member'
import { bookEntry, safe } from '@/db/schema/registry'
import { numberOf, submission, withdrawal } from '@/db/schema/withdrawal'
import type { AccountingRow } from '@/lib/audit/accounting'
import { chainOf } from '@/lib/chains/index'
import { decodeWire } from '@/lib/core/wire'
import type { Intent } from '@/lib/stage/types'

/** From its first instant to before its last. */
export type Period = { readonly from: Date; readonly until: Date }

/**
 * Every payment that was executed in a period by the time of its block, oldest first; by when the desk saw it final where
 * no receipt was kept.
 * @param most so many withdrawals are read; null where there are more
 */
export async function listExecutedPayments(
  db: Db,
  _viewer: Viewer,
  { from, until }: Period,
  most: number,
): Promise<readonly AccountingRow[] | null> {
  const isIn = or(
    and(gte(execution.blockTime, from), lt(execution.blockTime, until)),
    and(isNull(execution.withdrawalId), gte(withdrawal.stateSince, from), lt(withdrawal.stateSince, until)),
  )
  const rows = await db
    .select({ row: withdrawal, kept: execution, safeName: safe.name })
    .from(withdrawal)
    .innerJoin(safe, eq(safe.id, withdrawal.safeId))
    .leftJoin(execution, eq(execution.withdrawalId, withdrawal.id))
    .where(and(eq(withdrawal.state, 'executed'), isIn))
    .orderBy(asc(sql`coalesce(${execution.blockTime}, ${withdrawal.stateSince})`), asc(numberOf(withdrawal.id)))
    .limit(most + 1)
  if (rows.length > most) return null
  const [nameOf, memberOf, minedOf] = await Promise.all([
    readNames(db),
    readWallets(db),
    readMined(
      db,
      rows.filter(({ kept }) => kept === null).map(({ row }) => row.id),
    ),
  ])
  return rows.flatMap(({ row, kept, safeName }) => {
    const { legs, call, reference, purpose } = decodeWire(row.intent) as Intent
    const paid = legs.map((leg) => ({ leg, isAtMost: false }))
    const taken = call?.gives.map((given) => ({ leg: { ...given, recipient: call.to }, isAtMost: true })) ?? []
    return [...paid, ...taken].map(({ leg, isAtMost }) => ({
      ...{ withdrawalId: row.id, leg, isAtMost, reference, purpose, seenFinalAt: row.stateSince },
      chainName: chainOf(row.chainId).name,
      safe: { name: safeName, address: row.safeAddress },
      counterparty: nameOf(row.chainId, leg.recipient),
      txHash: kept?.txHash ?? minedOf(row.id),
      receipt: kept && { blockTime: kept.blockTime, fee: feeOf(kept, memberOf) },
    }))
  })
}

function feeOf({ feeWei, feePayer }: typeof execution.$inferSelect, memberOf: (address: string) => string | null) {
  if (feeWei === null || feePayer === null) return null
  return { wei: feeWei, payer: feePayer as Address, payerName: memberOf(feePayer) }
}

// Names are never reused for another address, so an entry that ended still says who was paid.
async function readNames(db: Db): Promise<(chainId: number, address: string) => string | null> {
  const [entries, safes] = await Promise.all([db.select().from(bookEntry), db.select().from(safe)])
  const names = new Map([...safes, ...entries].map((one) => [keyOf(one.chainId, one.address), one.name]))
  return (chainId, address) => names.get(keyOf(chainId, address)) ?? null
}

const keyOf = (chainId: number, address: string) => `${chainId}:${address.toLowerCase()}`

async function readWallets(db: Db): Promise<(address: string) => string | null> {
  const rows = await db
    .select({ address: wallet.address, name: member.name })
    .from(wallet)
    .innerJoin(member, eq(member.id, wallet.memberId))
  const names = new Map(rows.map(({ address, name }) => [address.toLowerCase(), name]))
  return (address) => names.get(address.toLowerCase()) ?? null
}

// Executed before this desk kept receipts: the look that ended it still names the transaction.
async function readMined(db: Db, ids: readonly string[]): Promise<(id: string) => string | null> {
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectDistinctOn([submission.withdrawalId], { id: submission.withdrawalId, txHash: submission.minedTxHash })
          .from(submission)
          .where(and(inArray(submission.withdrawalId, [...ids]), eq(submission.state, 'executed')))
          .orderBy(submission.withdrawalId, desc(submission.attempt))
  const hashes = new Map(rows.map(({ id, txHash }) => [id, txHash]))
  return (id) => hashes.get(id) ?? null
}
