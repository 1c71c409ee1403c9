import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import type { Reader } from '@/db/client'
import { importedSignature, importedTransaction } from '@/db/schema/import'
import { isSameAddress } from '@/lib/core/address'
import { domainHashOf } from '@/lib/stage/hash'
import type { SafeRef, SafeVersion } from '@/lib/stage/types'

/** A transaction that was brought to the desk with a good signature of at least one owner. */
export type SignedOutside = { readonly id: string; readonly safeTxHash: Hash; readonly owners: readonly Address[] }

/**
 * What owners of a Safe signed at a nonce, as far as somebody brought it here, one entry a hash. The recovered address was
 * computed by the desk when it came and never changes; whether it is an owner is asked of the present ones. A hash of
 * another domain is none that this Safe executes: before 1.3.0 it would be that of every chain.
 * @param owners the present owners: without them nothing counts
 */
export async function readSignedOutside(
  db: Reader,
  place: { readonly safe: SafeRef; readonly nonce: bigint },
  owners: readonly Address[],
): Promise<readonly SignedOutside[]> {
  if (owners.length === 0) return []
  const rows = await db
    .select({
      id: importedTransaction.id,
      safeTxHash: importedTransaction.safeTxHash,
      version: importedTransaction.safeVersion,
      recovered: importedSignature.recovered,
    })
    .from(importedTransaction)
    .innerJoin(importedSignature, eq(importedSignature.importId, importedTransaction.id))
    .where(
      and(
        eq(importedTransaction.chainId, place.safe.chainId),
        eq(importedTransaction.safeAddress, place.safe.address),
        eq(importedTransaction.nonce, place.nonce),
      ),
    )
    .orderBy(importedTransaction.at, importedTransaction.id)
  const byHash = new Map<string, SignedOutside>()
  const domain = domainHashOf(place.safe)
  for (const { id, safeTxHash, version, recovered } of rows) {
    if (domainHashOf({ ...place.safe, version: version as SafeVersion }) !== domain) continue
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
