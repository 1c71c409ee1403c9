import type { Facts } from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'

/** A reading of a call tree, kept as long as the tree: nearly every rule asks for the same few. */
export function oncePerCall<Found>(read: (facts: Pick<Facts, 'call'>) => Found): (facts: Pick<Facts, 'call'>) => Found {
  const kept = new WeakMap<CallNode, { readonly found: Found }>()
  return ({ call }) => {
    const known = kept.get(call) ?? { found: read({ call }) }
    kept.set(call, known)
    return known.found
  }
}
