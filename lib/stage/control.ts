import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import type { OwnersChange } from '@/lib/stage/types'

/** Who controls a Safe: its owners in the order of its list, and how many of them it asks for. */
export type Control = { readonly owners: readonly Address[]; readonly threshold: number }

/** Who would control the Safe afterwards (OwnerManager.sol: a new owner stands first, a swapped one in the same place). */
export function controlAfter({ owners, threshold }: Control, change: OwnersChange): Control {
  switch (change.kind) {
    case 'add-owner':
      return { owners: [change.owner, ...owners], threshold: change.threshold }
    case 'remove-owner':
      return { owners: owners.filter((one) => !isSameAddress(one, change.owner)), threshold: change.threshold }
    case 'swap-owner':
      return {
        owners: owners.map((one) => (isSameAddress(one, change.oldOwner) ? change.newOwner : one)),
        threshold,
      }
    case 'change-threshold':
      return { owners, threshold: change.threshold }
  }
}

/** Whether two changes are one. */
export function isSameChange(a: OwnersChange, b: OwnersChange): boolean {
  return JSON.stringify(changeRecord(a)) === JSON.stringify(changeRecord(b))
}

/** A change as it enters a digest: addresses lowered, members in one order. */
export function changeRecord(change: OwnersChange) {
  return {
    kind: change.kind,
    ...('owner' in change && { owner: change.owner.toLowerCase() }),
    ...('oldOwner' in change && {
      oldOwner: change.oldOwner.toLowerCase(),
      newOwner: change.newOwner.toLowerCase(),
    }),
    ...('threshold' in change && { threshold: change.threshold }),
  }
}

/** "3 of 5" before and after. */
export const controlWords = ({ owners, threshold }: Control): string => `${threshold} of ${owners.length}`

/** Before and after in one line. */
export const changeOfControl = (control: Control, change: OwnersChange): string =>
  `${controlWords(control)} → ${controlWords(controlAfter(control, change))}`

/** A change as somebody asks for it: "Add 0x… as an owner, 3 sign". */
export function changeWords(change: OwnersChange, named: (address: Address) => string): string {
  switch (change.kind) {
    case 'add-owner':
      return `Add ${named(change.owner)} as an owner, ${change.threshold} sign`
    case 'remove-owner':
      return `Remove owner ${named(change.owner)}, ${change.threshold} sign`
    case 'swap-owner':
      return `Replace owner ${named(change.oldOwner)} by ${named(change.newOwner)}`
    case 'change-threshold':
      return `Let ${change.threshold} owners sign`
  }
}
