import type { Hash, Hex } from 'viem'
import { keccak256 } from 'viem/utils'

/** The longest code is 24 kB (EIP-170), so what is kept stays under some 12 MB of text. */
const MOST_KEPT = 256
const kept = new Map<Hex, Hash>()

/** keccak256 of a contract's code. One review meets the same code many times, and hashing it is most of its own work. */
export function hashOfCode(code: Hex): Hash {
  const known = kept.get(code)
  if (known !== undefined) {
    // What was asked for last goes last.
    kept.delete(code)
    kept.set(code, known)
    return known
  }
  const hash = keccak256(code)
  kept.set(code, hash)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return hash
}
