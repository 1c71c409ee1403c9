import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import type { Reader } from '@/db/client'
import { importedSignature, importedTransaction } from '@/db/schema/import'
import { isSameAddress } from '@/lib/core/address'

/** A transaction that was brought to the desk with a good signature of at least one owner. */
export type SignedOutside = { readonly id: string; readonly safeTxHash: Hash; readonly owners: readonly Address[] }

/**
 * What owners of a Safe signed at a nonce, as far as somebody brought it here, one entry a hash. The recovered address was
 * computed by the desk when it came and never changes; whether it is an owner is asked of the present ones.
 * @param owners the present owners: without them nothing counts
 */
export async function readSignedOutside(
  db: Reader,
  place: { readonly chainId: number; readonly safe: Address; readonly nonce: bigint },
  owners: readonly Address[],
): Promise<readonly SignedOutside[]> {
  if (owners.length === 0) return []
  const rows = await db
    .select({
      id: importedTransaction.id,
      safeTxHash: importedTransaction.safeTxHash,
      recovered: importedSignature.recovered,
    })
    .from(importedTransaction)
    .innerJoin(importedSignature, eq(importedSignature.importId, importedTransaction.id))
    .where(
      and(
        eq(importedTransaction.chainId, place.chainId),
        eq(importedTransaction.safeAddress, place.safe),
        eq(importedTransaction.nonce, place.nonce),
      ),
    )
    .orderBy(importedTransaction.at, importedTransaction.id)
  const byHash = new Map<string, SignedOutside>()
  for (const { id, safeTxHash, recovered } of rows) {
    const signers = ownersAmong(recovered as Address[], owners)
    if (signers.length === 0) continue
    const known = byHash.get(safeTxHash) ?? { id, safeTxHash: safeTxHash as Hash, owners: [] }
    byHash.set(safeTxHash, { ...known, owners: ownersAmong([...known.owners, ...signers], owners) })
  }
  return [...byHash.values()]
}

/** Which of the owners are among some addresses, each once. */
export const ownersAmong = (addresses: readonly Address[], owners: readonly Address[]): readonly Address[] =>
  owners.filter((owner) => addresses.some((address) => isSameAddress(address, owner)))
