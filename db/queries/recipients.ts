import 'server-only'
import { eq, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { bookEntry, safe } from '@/db/schema/registry'
import { withdrawalRecipient } from '@/db/schema/search'

/**
 * Everyone who was ever to be paid and whom the words name, as keys of payments: a whole address on any chain, or text of
 * an address or of the name that its chain's book or Safes give it.
 */
export async function findRecipients(
  db: Db,
  _viewer: Viewer,
  asked: { readonly address: Address } | { readonly text: string },
): Promise<readonly string[]> {
  const rows = await db
    .select()
    .from(withdrawalRecipient)
    .where('address' in asked ? eq(withdrawalRecipient.address, asked.address.toLowerCase()) : looksLike(asked.text))
  return rows.map(({ chainId, address }) => `${chainId}:${address}`)
}

function looksLike(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const named = (table: typeof bookEntry | typeof safe) =>
    sql`EXISTS (SELECT 1 FROM ${table} WHERE lower(${table.address}) = ${withdrawalRecipient.address}
      AND ${eq(table.chainId, withdrawalRecipient.chainId)} AND ${table.name} ILIKE ${pattern})`
  return sql`(${withdrawalRecipient.address} ILIKE ${pattern} OR ${named(bookEntry)} OR ${named(safe)})`
}
