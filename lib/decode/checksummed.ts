import type { Address } from 'viem'
import { getAddress } from 'viem/utils'

const known = new Map<string, Address>()
const MAX_KNOWN = 20_000

/**
 * An address with its EIP-55 checksum. A batch names the same addresses over and over, and hashing each anew would be
 * most of the work of reading it.
 * @param hex 0x and 40 hex digits of any case
 */
export function checksummed(hex: string): Address {
  const cached = known.get(hex)
  if (cached) return cached
  const address = getAddress(hex.toLowerCase())
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(hex, address)
  return address
}
