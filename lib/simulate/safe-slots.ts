import type { Address, Hash, Hex } from 'viem'
import { concat, keccak256, numberToHex, pad } from 'viem/utils'
import { SENTINEL_ADDRESS } from '@/lib/core/address'
import type { SafeState } from '@/lib/simulate/types'

const slot = (index: number): Hash => numberToHex(index, { size: 32 })

export const SINGLETON_SLOT = slot(0)
export const NONCE_SLOT = slot(5)
/** keccak256("guard_manager.guard.address"), since 1.3.0. */
export const GUARD_SLOT: Hash = '0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8'
/** keccak256("fallback_manager.handler.address"). */
export const FALLBACK_HANDLER_SLOT: Hash = '0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5'
/** keccak256("module_manager.module_guard.address"), since 1.5.0. */
export const MODULE_GUARD_SLOT: Hash = '0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947'

const [MODULES, OWNERS, SIGNED_MESSAGES, APPROVED_HASHES] = [slot(1), slot(2), slot(7), slot(8)]

const FIXED: ReadonlyMap<Hash, string> = new Map([
  [SINGLETON_SLOT, 'singleton'],
  [MODULES, 'modules'],
  [OWNERS, 'owners'],
  [slot(3), 'ownerCount'],
  [slot(4), 'threshold'],
  [NONCE_SLOT, 'nonce'],
  [slot(6), 'domainSeparator'],
  [SIGNED_MESSAGES, 'signedMessages'],
  [APPROVED_HASHES, 'approvedHashes'],
  [GUARD_SLOT, 'guard'],
  [FALLBACK_HANDLER_SLOT, 'fallbackHandler'],
  [MODULE_GUARD_SLOT, 'moduleGuard'],
])

export type SlotValue = { readonly slot: Hash; readonly before: Hex }

/** The settings that have a slot of their own, with what they hold now. Lists of owners and modules are mappings. */
export function settingSlots(state: SafeState): readonly SlotValue[] {
  const word = (value: Address): Hex => pad(value.toLowerCase() as Hex)
  return [
    { slot: SINGLETON_SLOT, before: word(state.singleton) },
    { slot: slot(3), before: numberToHex(state.owners.length, { size: 32 }) },
    { slot: slot(4), before: numberToHex(state.threshold, { size: 32 }) },
    { slot: GUARD_SLOT, before: word(state.guard) },
    { slot: FALLBACK_HANDLER_SLOT, before: word(state.fallbackHandler) },
    { slot: MODULE_GUARD_SLOT, before: word(state.moduleGuard) },
  ]
}

export const UNKNOWN_SLOT = 'unknown'

/** Keys that a changed mapping entry may belong to: addresses and 32-byte words seen around the call. */
export type SlotCandidates = {
  readonly owners: readonly Address[]
  readonly addresses: readonly Address[]
  readonly words: readonly Hash[]
}

/**
 * Names for storage slots of a Safe (SafeStorage.sol, the same order since 0.1.0): "threshold", "owners[0x…]",
 * "approvedHashes[0x…][0x…]" …, or "unknown" when no candidate explains the slot.
 */
export function labelSlots(slots: readonly Hash[], candidates: SlotCandidates): ReadonlyMap<Hash, string> {
  const labels = new Map(slots.map((one) => [one, FIXED.get(one) ?? UNKNOWN_SLOT]))
  if (![...labels.values()].includes(UNKNOWN_SLOT)) return labels
  for (const [entry, label] of mappingEntries(candidates)) if (labels.has(entry)) labels.set(entry, label)
  return labels
}

/** Slot of `approvedHashes[owner][hash]`. */
export function approvedHashSlot(owner: Address, hash: Hash): Hash {
  return entryOf(hash, entryOf(owner, APPROVED_HASHES))
}

function* mappingEntries({ owners, addresses, words }: SlotCandidates): Generator<readonly [Hash, string]> {
  for (const address of [SENTINEL_ADDRESS, ...owners, ...addresses]) {
    yield [entryOf(address, MODULES), `modules[${address}]`]
    yield [entryOf(address, OWNERS), `owners[${address}]`]
  }
  for (const word of words) {
    yield [entryOf(word, SIGNED_MESSAGES), `signedMessages[${word}]`]
    for (const owner of owners) yield [approvedHashSlot(owner, word), `approvedHashes[${owner}][${word}]`]
  }
}

// Solidity storage layout: an entry lives at keccak256(key ‖ slot of the mapping).
const entryOf = (key: Hex, mapping: Hash): Hash => keccak256(concat([pad(key), mapping]))
