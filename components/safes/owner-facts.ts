import type { Address } from 'viem'
import type { MemberLine } from '@/db/queries/members'
import { isSameAddress } from '@/lib/core/address'

/** The member who proved to hold an address. */
export type Holder = { readonly id: string; readonly name: string; readonly isActive: boolean; readonly provenAt: Date }

/** An owner address of a Safe; `holder` is null where nobody here claimed it. */
export type OwnerFact = { readonly address: Address; readonly holder: Holder | null }

/** Who stands behind each owner address, in the Safe's own order. */
export function ownerFacts(owners: readonly Address[], members: readonly MemberLine[]): readonly OwnerFact[] {
  return owners.map((address) => ({ address, holder: holderOf(address, members) }))
}

/** People with several of these owner keys, most keys first. */
export function severalKeys(owners: readonly OwnerFact[]): readonly { readonly name: string; readonly keys: number }[] {
  const byPerson = new Map<string, { name: string; keys: number }>()
  for (const { holder } of owners)
    if (holder !== null) byPerson.set(holder.id, { name: holder.name, keys: (byPerson.get(holder.id)?.keys ?? 0) + 1 })
  return [...byPerson.values()].filter(({ keys }) => keys > 1).sort((a, b) => b.keys - a.keys)
}

function holderOf(address: Address, members: readonly MemberLine[]): Holder | null {
  for (const { id, name, isActive, wallets } of members) {
    const proof = wallets.find((wallet) => isSameAddress(wallet.address, address))
    if (proof) return { id, name, isActive, provenAt: proof.provenAt }
  }
  return null
}
