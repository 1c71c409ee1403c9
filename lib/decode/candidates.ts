import { CONTRACTS } from '@/lib/decode/contracts/index'
import type { KnownFunction } from '@/lib/decode/contracts/types'

const bySelector = new Map<string, readonly KnownFunction[]>()

/**
 * The known functions with this selector, one for each signature. At a contract nobody vouches for they are candidates,
 * never a reading: the name of a function proves nothing there.
 */
export function candidatesFor(selector: string): readonly KnownFunction[] {
  const cached = bySelector.get(selector)
  if (cached) return cached
  const found = new Map<string, KnownFunction>()
  for (const { anywhere } of CONTRACTS) {
    const known = anywhere?.(selector)
    if (known && !found.has(known.signature)) found.set(known.signature, known)
  }
  const candidates = [...found.values()]
  // Unknown selectors are without number; only what is known is kept.
  if (candidates.length > 0) bySelector.set(selector, candidates)
  return candidates
}
