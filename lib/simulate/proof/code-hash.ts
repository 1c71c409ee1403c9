import type { Hash, Hex } from 'viem'
import { keccak256 } from 'viem/utils'

/** So many contracts are kept; a signer sees the same few again and again. */
const MOST = 64
const known = new Map<Hex, Hash>()

/** keccak256 of code, worked out once for the same bytes: contracts are long, and every run meets them again. */
export function codeHashOf(code: Hex): Hash {
  const hash = known.get(code) ?? keccak256(code)
  known.delete(code)
  known.set(code, hash)
  const [oldest] = known.keys()
  if (known.size > MOST && oldest !== undefined) known.delete(oldest)
  return hash
}
