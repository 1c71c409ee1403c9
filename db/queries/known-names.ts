import 'server-only'
import { eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import type { execution } from '@/db/schema/execution'
import { member, wallet } from '@/db/schema/member'
import { bookEntry, safe } from '@/db/schema/registry'

/** Names that book and Safes give an address. They are never reused for another one, so an entry that ended still says who was paid. */
export async function readNames(db: Db, _viewer: Viewer): Promise<(chainId: number, address: string) => string | null> {
  const [entries, safes] = await Promise.all([db.select().from(bookEntry), db.select().from(safe)])
  const names = new Map([...safes, ...entries].map((one) => [keyOf(one.chainId, one.address), one.name]))
  return (chainId, address) => names.get(keyOf(chainId, address)) ?? null
}

const keyOf = (chainId: number, address: string) => `${chainId}:${address.toLowerCase()}`

/** Whose proven wallet an address is. */
export async function readWallets(db: Db, _viewer: Viewer): Promise<(address: string) => string | null> {
  const rows = await db
    .select({ address: wallet.address, name: member.name })
    .from(wallet)
    .innerJoin(member, eq(member.id, wallet.memberId))
  const names = new Map(rows.map(({ address, name }) => [address.toLowerCase(), name]))
  return (address) => names.get(address.toLowerCase()) ?? null
}

/** The fee of an executed withdrawal with the name of who paid it, null where it is not known. */
export function paidFee(
  { feeWei, feePayer }: typeof execution.$inferSelect,
  memberOf: (address: string) => string | null,
) {
  if (feeWei === null || feePayer === null) return null
  return { wei: feeWei, payer: feePayer as Address, payerName: memberOf(feePayer) }
}
