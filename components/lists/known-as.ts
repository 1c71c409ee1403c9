import type { Address } from 'viem'
import type { ContractLine } from '@/db/queries/contracts'
import type { MemberLine } from '@/db/queries/members'
import type { BookContact, ServedSafe } from '@/db/queries/safes'
import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import type { Asset } from '@/lib/stage/types'

/** Everything that this desk calls an address, a sentence each; empty where nobody here named it. */
export function knownAs(
  address: Address,
  known: {
    readonly contacts: readonly BookContact[]
    readonly safes: readonly ServedSafe[]
    readonly members: readonly MemberLine[]
    readonly assets: readonly Asset[]
    readonly contracts: readonly ContractLine[]
  },
): readonly string[] {
  const on = (chainId: number) => findChain(chainId)?.name ?? `chain ${chainId}`
  const { contacts, safes, members, assets, contracts } = known
  return [
    ...safes
      .filter((one) => isSameAddress(one.address, address))
      .map(({ name, chainId }) => `The Safe ${displayText(name, 80)} of this desk on ${on(chainId)}.`),
    ...contacts
      .filter((one) => isSameAddress(one.address, address))
      .map(({ name, chainId, isActive, hasEnded }) => {
        const standing = hasEnded ? 'ended' : isActive ? 'active' : 'not active yet'
        return `The contact ${displayText(name, 80)} on ${on(chainId)}, ${standing}.`
      }),
    ...assets
      .filter((one) => isSameAddress(one.address, address))
      .map(({ symbol, chainId }) => `The registered token ${displayText(symbol, 60)} on ${on(chainId)}.`),
    ...contracts
      .filter((one) => isSameAddress(one.address, address))
      .map(({ name, chainId, functions }) => {
        const standing = functions.length > 0 ? 'vouched for' : 'vouched for no more'
        return `The contract ${displayText(name, 80)} on ${on(chainId)}, ${standing}.`
      }),
    ...members
      .filter(({ wallets }) => wallets.some((wallet) => isSameAddress(wallet.address, address)))
      .map(({ name, isActive }) => `A wallet of ${displayText(name, 80)}${isActive ? '' : ', who is switched off'}.`),
  ]
}
