import type { ListEntry } from '@/lib/assess/lists/types'
import { type Digest, sha256Hex } from '@/lib/core/digest'

/**
 * Names a set of addresses, in whatever order they are given: SHA-256 of all of them, sorted, one a line, each with the
 * time from which it counts where it has one. Labels are not in it, since they judge nothing.
 * @param entries addresses in lower case, each once
 */
export function addressesDigest(entries: readonly Pick<ListEntry, 'address' | 'validFrom'>[]): Digest {
  const lines = entries.map(({ address, validFrom }) => (validFrom === undefined ? address : `${address} ${validFrom}`))
  return sha256Hex(lines.sort().join('\n'))
}
