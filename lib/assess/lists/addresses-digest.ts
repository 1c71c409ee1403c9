import { type Digest, sha256Hex } from '@/lib/core/digest'

/**
 * Names a set of addresses, in whatever order they are given: SHA-256 of all of them, sorted, one a line. Labels are not
 * in it, since they judge nothing.
 * @param addresses lower case, each once
 */
export function addressesDigest(addresses: readonly string[]): Digest {
  return sha256Hex([...addresses].sort().join('\n'))
}
