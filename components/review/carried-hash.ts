import type { Hash } from 'viem'

/** The address of a review for another device: the hash goes behind #, which no browser sends to a server. */
export const carryingUrl = (origin: string, id: string, hash: Hash): string => `${origin}/withdrawals/${id}#${hash}`

/**
 * The safeTxHash that another device put into the address of this page.
 * @param fragment as `location.hash` has it
 * @returns null where there is none, `unreadable` where there is something else that begins like one
 */
export function carriedHash(fragment: string): Hash | 'unreadable' | null {
  const text = fragment.slice(1).toLowerCase()
  if (!text.startsWith('0x')) return null
  return /^0x[0-9a-f]{64}$/.test(text) ? (text as Hash) : 'unreadable'
}

/** Why a carried hash means that nothing may be signed here, false when it does not. */
export function carriedStop(carried: ReturnType<typeof carriedHash>, own: Hash): string | false {
  if (carried === null || carried === own) return false
  if (carried === 'unreadable')
    return 'The address of this page carries a hash that cannot be read. Scan the code on the other device again.'
  return `The other device showed safeTxHash ${carried}; this browser computes ${own}. One of the two pages lies. Sign nothing on either and tell compliance.`
}
