import { toFunctionSignature } from 'viem/utils'
import { dangerousCandidates } from '@/lib/decode/dangerous-selectors'
import { readArguments } from '@/lib/decode/read-arguments'
import type { CallNode } from '@/lib/decode/types'

/** The node as decoded or, with only a selector to go by, as each dangerous candidate would read it. */
export function readingsOf(node: CallNode): readonly CallNode[] {
  if (node.provenance !== 'selector-only') return [node]
  return dangerousCandidates(node.data).map((entry) => ({
    ...node,
    signature: toFunctionSignature(entry),
    arguments: readArguments(entry.inputs, `0x${node.data.slice(10)}`).arguments,
  }))
}

/** The readings of a node that call this function. */
export function readingsAs(node: CallNode, signature: string): readonly CallNode[] {
  return readingsOf(node).filter((reading) => reading.signature === signature)
}
