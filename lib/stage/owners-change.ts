import type { Address, Hex } from 'viem'
import { decodeFunctionData, encodeFunctionData, parseAbi } from 'viem/utils'
import { isSameAddress, SENTINEL_ADDRESS } from '@/lib/core/address'
import type { OwnersChange } from '@/lib/stage/types'

const ABI = parseAbi([
  'function addOwnerWithThreshold(address owner, uint256 threshold)',
  'function removeOwner(address previous, address owner, uint256 threshold)',
  'function swapOwner(address previous, address oldOwner, address newOwner)',
  'function changeThreshold(uint256 threshold)',
])

/**
 * Calldata of the Safe's call to itself.
 * @param owners in the order of the Safe's list, as `getOwners` gives them: removing names the one before
 * @throws Error when somebody is removed who is no owner
 */
export function encodeOwnersChange(change: OwnersChange, owners: readonly Address[]): Hex {
  switch (change.kind) {
    case 'add-owner':
      return encodeFunctionData({
        abi: ABI,
        functionName: 'addOwnerWithThreshold',
        args: [change.owner, BigInt(change.threshold)],
      })
    case 'remove-owner':
      return encodeFunctionData({
        abi: ABI,
        functionName: 'removeOwner',
        args: [previousOf(change.owner, owners), change.owner, BigInt(change.threshold)],
      })
    case 'swap-owner':
      return encodeFunctionData({
        abi: ABI,
        functionName: 'swapOwner',
        args: [previousOf(change.oldOwner, owners), change.oldOwner, change.newOwner],
      })
    case 'change-threshold':
      return encodeFunctionData({ abi: ABI, functionName: 'changeThreshold', args: [BigInt(change.threshold)] })
  }
}

/** What calldata changes, null where it is not exactly one such call. The owner before is only a place in a list. */
export function readOwnersChange(data: Hex): OwnersChange | null {
  const read = decoded(data)
  if (read === null) return null
  const { change, owners } = read
  return encodeOwnersChange(change, owners) === data.toLowerCase() ? change : null
}

/** The owners that such calldata names, in the order of the list; empty where it names none. */
export const ownersNamedIn = (data: Hex): readonly Address[] => decoded(data)?.owners ?? []

function previousOf(owner: Address, owners: readonly Address[]): Address {
  const place = owners.findIndex((one) => isSameAddress(one, owner))
  if (place < 0) throw new Error(`${owner} is no owner of this Safe`)
  return owners[place - 1] ?? SENTINEL_ADDRESS
}

// The owners that the calldata itself names, so that encoding again gives the same bytes or the reading is refused.
function decoded(data: Hex): { change: OwnersChange; owners: readonly Address[] } | null {
  const call = callOf(data)
  if (call === null) return null
  const before = (previous: Address, owner: Address) =>
    isSameAddress(previous, SENTINEL_ADDRESS) ? [owner] : [previous, owner]
  switch (call.functionName) {
    case 'addOwnerWithThreshold': {
      const [owner, threshold] = call.args
      return { change: { kind: 'add-owner', owner, threshold: Number(threshold) }, owners: [] }
    }
    case 'removeOwner': {
      const [previous, owner, threshold] = call.args
      return { change: { kind: 'remove-owner', owner, threshold: Number(threshold) }, owners: before(previous, owner) }
    }
    case 'swapOwner': {
      const [previous, oldOwner, newOwner] = call.args
      return { change: { kind: 'swap-owner', oldOwner, newOwner }, owners: before(previous, oldOwner) }
    }
    case 'changeThreshold':
      return { change: { kind: 'change-threshold', threshold: Number(call.args[0]) }, owners: [] }
  }
}

function callOf(data: Hex) {
  try {
    return decodeFunctionData({ abi: ABI, data })
  } catch {
    return null // another function, or bytes that are none
  }
}
