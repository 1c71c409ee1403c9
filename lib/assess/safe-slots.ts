import type { Hash } from 'viem'
import { keccak256, numberToHex } from 'viem/utils'

/** Slots 3 and 4 of SafeStorage.sol. */
export const OWNER_COUNT_SLOT: Hash = numberToHex(3n, { size: 32 })
export const THRESHOLD_SLOT: Hash = numberToHex(4n, { size: 32 })

/** Slot of an entry of the modules ring (slot 1). */
export const moduleSlot = (module: string): Hash => mappingSlot(module, 1n)

/** Slot of an entry of the owners ring (slot 2). */
export const ownerSlot = (owner: string): Hash => mappingSlot(owner, 2n)

/** Solidity: the hash of the key and the slot of the mapping, a word each. */
function mappingSlot(key: string, slot: bigint): Hash {
  return keccak256(`${numberToHex(BigInt(key), { size: 32 })}${numberToHex(slot, { size: 32 }).slice(2)}`)
}
