import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import type { Holder } from '@/lib/flows/gather-review'

export const holderName = (owner: Address, holders: readonly Holder[]): string | undefined => {
  const holder = holders.find(({ address }) => isSameAddress(address, owner))
  return holder && displayText(holder.name, 80)
}

/** "Ruth 0x…": the signer who proved to hold an owner's address, then all of it. Without holders, nobody is named. */
export function ownerWords(owner: Address, holders: readonly Holder[] | undefined): string {
  if (holders === undefined) return owner
  const name = holderName(owner, holders)
  return name === undefined ? `${owner}, no signer here` : `${name} ${owner}`
}
