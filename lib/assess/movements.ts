import type { Address } from 'viem'
import {
  addressArgument,
  allCalls,
  argument,
  isAddressText,
  partsOf,
  type PlacedCall,
  readingsOf,
} from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { CallNode, DecodedArgument, Reading } from '@/lib/decode/types'
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
  /** The Safe makes the call itself, and an ABI that something vouches for says so. Nothing else pays what is asked for. */
  readonly isOwn: boolean
}

/** Every movement in a call tree: native value, tokens, and what a bare selector would move at worst. */
export function movementsOf({ call, staged }: Pick<Facts, 'call' | 'staged'>): readonly Movement[] {
  const { address } = staged.safe
  const known = kept.get(call)
  if (known?.safe === address) return known.movements
  const movements = allCalls({ call }).flatMap((placed) => movedBy(placed, address))
  kept.set(call, { safe: address, movements })
  return movements
}

const kept = new WeakMap<CallNode, { readonly safe: Address; readonly movements: readonly Movement[] }>()

function movedBy(call: PlacedCall, safe: Address): readonly Movement[] {
  const { node, actor, isCertain } = call
  if (node.operation === 1) return []
  const isOwn = isCertain && node.elsewhere === '' && isSameAddress(actor, safe)
  return [...nativeOf(call), ...readingsOf(node).flatMap((reading) => tokensOf(reading, call))].map(
    (movement): Movement => ({ path: node.path, ...movement, node, isOwn }),
  )
}

type Moved = Pick<Movement, 'asset' | 'from' | 'recipient' | 'units'>

function nativeOf({ node, actor }: PlacedCall): readonly Moved[] {
  return node.value === 0n ? [] : [{ asset: 'native', from: actor, recipient: node.target, units: node.value }]
}

const TRANSFERS = '(address,address,uint160,address)[]'

function tokensOf(reading: Reading, { node, actor }: PlacedCall): readonly Moved[] {
  const address = (at: number) => addressArgument(reading, at)
  const units = (at: number) => BigInt(argument(reading, at))
  const asset = node.target
  switch (reading.signature) {
    case 'transfer(address,uint256)':
      return [{ asset, from: actor, recipient: address(0), units: units(1) }]
    case 'transferFrom(address,address,uint256)':
      return [{ asset, from: address(0), recipient: address(1), units: units(2) }]
    case 'safeTransferFrom(address,address,uint256)':
    case 'safeTransferFrom(address,address,uint256,bytes)':
      return [{ asset, from: address(0), recipient: address(1), units: 1n }]
    case 'safeTransferFrom(address,address,uint256,uint256,bytes)':
      return [{ asset, from: address(0), recipient: address(1), units: units(3) }]
    case 'transferFrom(address,address,uint160,address)':
      return [{ asset: address(3), from: address(0), recipient: address(1), units: units(2) }]
    case `transferFrom(${TRANSFERS})`:
      return transfers(reading.arguments[0])
    case `PERMIT2_TRANSFER_FROM_BATCH(${TRANSFERS})`:
      // The router hands these rows on as they are: numbers stand for nobody here, and it names itself by its address.
      return transfers(reading.arguments[0]).filter(({ recipient }) => !isSameAddress(recipient, node.target))
    case 'executeAllowanceTransfer(address,address,address,uint96,address,uint96,address,bytes)':
      return [{ asset: nativeIfZero(address(1)), from: address(0), recipient: address(2), units: units(3) }]
    case 'TRANSFER(address,address,uint256)':
    case 'SWEEP(address,address,uint256)':
    case 'PERMIT2_TRANSFER_FROM(address,address,uint160)':
      return routed({ asset: address(0), from: actor, recipient: address(1), units: units(2) })
    default:
      return []
  }
}

/** The rows of a Permit2 batch: from, to, amount, token. */
function transfers(rows: DecodedArgument | undefined): readonly Moved[] {
  return partsOf(rows).flatMap((row): Moved[] => {
    const [from, to, amount, token] = partsOf(row).map(({ value }) => value)
    if (!isAddressText(from) || !isAddressText(to) || !isAddressText(token) || typeof amount !== 'string') return []
    return [{ asset: token, from, recipient: to, units: BigInt(amount) }]
  })
}

/** A Universal Router means ether by 0x0, its caller by 0x1 and itself by 0x2. */
function routed(moved: Moved): readonly Moved[] {
  if (BigInt(moved.recipient) <= 2n) return []
  return [{ ...moved, asset: nativeIfZero(moved.asset) }]
}

const nativeIfZero = (asset: AssetAddress): AssetAddress => (isSameAddress(asset, ZERO_ADDRESS) ? 'native' : asset)
