import type { Address, Hex } from 'viem'
import { getAddress, slice } from 'viem/utils'
import { isSameAddress, SENTINEL_ADDRESS, ZERO_ADDRESS } from '@/lib/core/address'
import type { Effects, SafeState, SlotChange } from '@/lib/simulate/types'

type Control = Pick<SafeState, 'owners' | 'threshold'>

const MOST_OWNERS = 1000

/**
 * Who controls the Safe after what simulation measured, read from the storage that changes: the list of owners is walked
 * as the contract does, the threshold is slot 4.
 * @returns null where nothing was simulated, or the list that is left is none
 */
export function measuredControl(safe: Control, effects: Effects): Control | null {
  if (effects.kind === 'unavailable') return null
  const next = new Map<string, Address>()
  const link = (from: Address, to: Address) => next.set(from.toLowerCase(), to)
  const ring = [SENTINEL_ADDRESS, ...safe.owners, SENTINEL_ADDRESS]
  ring.slice(0, -1).forEach((owner, place) => link(owner, ring[place + 1] ?? SENTINEL_ADDRESS))
  for (const { label, after } of effects.safeStorage) {
    const owner = ownerOf(label)
    if (owner !== null) link(owner, addressOf(after))
  }
  const owners: Address[] = []
  let at = next.get(SENTINEL_ADDRESS) ?? ZERO_ADDRESS
  while (!isSameAddress(at, SENTINEL_ADDRESS)) {
    if (isSameAddress(at, ZERO_ADDRESS) || owners.length > MOST_OWNERS) return null
    owners.push(at)
    at = next.get(at.toLowerCase()) ?? ZERO_ADDRESS
  }
  return { owners, threshold: numberAt('threshold', effects.safeStorage) ?? safe.threshold }
}

/** Whether a slot belongs to who controls the Safe. */
export const isControlSlot = ({ label }: Pick<SlotChange, 'label'>): boolean =>
  label === 'threshold' || label === 'ownerCount' || ownerOf(label) !== null

/** Whether both are the same owners in the same order, and as many of them sign. */
export const isSameControl = (a: Control, b: Control): boolean =>
  a.threshold === b.threshold &&
  a.owners.length === b.owners.length &&
  a.owners.every((owner, place) => isSameAddress(owner, b.owners[place] ?? ''))

function ownerOf(label: string): Address | null {
  const [, owner] = /^owners\[(0x[0-9a-fA-F]{40})\]$/.exec(label) ?? []
  return owner === undefined ? null : (owner as Address)
}

const addressOf = (word: Hex): Address => getAddress(slice(word, 12, 32))

function numberAt(label: string, changes: readonly SlotChange[]): number | null {
  const found = changes.find((one) => one.label === label)
  return found ? Number(BigInt(found.after)) : null
}
