import type { Address } from 'viem'
import { addressArgument, allCalls, argument, type PlacedCall } from '@/lib/assess/calls'
import { readingsOf } from '@/lib/assess/readings'
import type { Facts } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'
import type { AssetAddress } from '@/lib/stage/types'

/** Value that the bytes say is sent. What really moves is in the effects. */
export type Movement = {
  readonly path: string
  readonly asset: AssetAddress
  readonly from: Address
  readonly recipient: Address
  readonly units: bigint
  /** The call that moves it; with calldata beside native value the recipient is a contract being called. */
  readonly node: CallNode
}

/** Every movement in a call tree: native value, ERC-20 transfers, and what a bare selector would move at worst. */
export function movementsOf(facts: Pick<Facts, 'call' | 'staged'>): readonly Movement[] {
  return allCalls(facts).flatMap((call) => (call.node.operation === 1 ? [] : [...nativeOf(call), ...tokensOf(call)]))
}

function nativeOf({ node, actor }: PlacedCall): readonly Movement[] {
  if (node.value === 0n) return []
  return [{ path: node.path, asset: 'native', from: actor, recipient: node.target, units: node.value, node }]
}

function tokensOf({ node, actor }: PlacedCall): readonly Movement[] {
  return readingsOf(node).flatMap((reading): Movement[] => {
    const common = { path: node.path, asset: node.target, node }
    switch (reading.signature) {
      case 'transfer(address,uint256)':
        return [{ ...common, from: actor, recipient: addressArgument(reading, 0), units: BigInt(argument(reading, 1)) }]
      case 'transferFrom(address,address,uint256)':
        return [
          {
            ...common,
            from: addressArgument(reading, 0),
            recipient: addressArgument(reading, 1),
            units: BigInt(argument(reading, 2)),
          },
        ]
      case 'safeTransferFrom(address,address,uint256)':
      case 'safeTransferFrom(address,address,uint256,bytes)':
        return [{ ...common, from: addressArgument(reading, 0), recipient: addressArgument(reading, 1), units: 1n }]
      default:
        return []
    }
  })
}
