import type { Address } from 'viem'
import type { ServedSafe } from '@/db/queries/safes'
import type { WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import type { Asset } from '@/lib/stage/types'
import { assetKey } from '../withdrawals/read-filter'

/** A part that an address may have in a withdrawal, and how those are found by index. */
export type AddressPart = {
  readonly id: string
  readonly title: string
  readonly filter: WithdrawalFilter
  /** What is said where there is none; null where that needs no word. */
  readonly none: string | null
  /** Path that shows all of them; null where none does. */
  readonly all: string | null
  /** What that path is called; absent where it shows these and no more. */
  readonly allWords?: string
}

/**
 * The parts to look for: paid or called, an owner that comes or goes, the Safe or the token that it is here, and any other
 * part that a review found: allowed to spend, put in control, given what comes out, or merely called on the way.
 */
export function partsOf(
  address: Address,
  { safes, assets }: { readonly safes: readonly ServedSafe[]; readonly assets: readonly Asset[] },
): readonly AddressPart[] {
  const on = (chainId: number) => findChain(chainId)?.name ?? `chain ${chainId}`
  return [
    {
      ...{ id: 'paid', title: 'Withdrawals to it', filter: { recipient: { address } } },
      ...{ none: 'No withdrawal was ever to pay or call it.', all: `/withdrawals?to=${address}` },
    },
    {
      ...{ id: 'owner', title: 'Changes of owners that name it', filter: { changedOwner: address } },
      ...{ none: null, all: null },
    },
    ...safes
      .filter((one) => isSameAddress(one.address, address))
      .map(({ id, name, chainId }) => ({
        ...{ id: `from-${id}`, title: `Withdrawals from ${displayText(name, 80)} on ${on(chainId)}` },
        ...{ filter: { safeId: id }, none: 'Nothing was ever staged from it.' },
        all: `/withdrawals?safe=${encodeURIComponent(id)}`,
      })),
    ...assets
      .filter((one) => isSameAddress(one.address, address))
      .map((asset) => ({
        ...{
          id: `of-${asset.chainId}`,
          title: `Withdrawals of ${displayText(asset.symbol, 60)} on ${on(asset.chainId)}`,
        },
        filter: { asset: { chainId: asset.chainId, address: asset.address } },
        ...{ none: 'No withdrawal was ever of it.', all: `/withdrawals?asset=${encodeURIComponent(assetKey(asset))}` },
      })),
    {
      ...{
        id: 'touched',
        title: 'Other withdrawals that touched it',
        filter: { touched: { address, part: 'unstated' } },
      },
      ...{ none: 'No review found it in any other withdrawal.', all: `/withdrawals?touches=${address}` },
      allWords: 'Every withdrawal that touched it, these among them',
    },
  ]
}
