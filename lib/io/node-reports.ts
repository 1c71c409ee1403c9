import 'server-only'
import { AppError } from '@/lib/core/errors'
import { inTime } from '@/lib/io/in-time'
import type { Capabilities } from '@/lib/io/node-capabilities'
import type { Node } from '@/lib/io/rpc'

/** What one node of a chain was found to be able to do. */
export type NodeReport = {
  /** Host of its URL. */
  readonly party: string
  /** Why it did not answer; null where it did. */
  readonly silence: string | null
  /** Methods without which it simulates nothing. */
  readonly lacks: readonly string[]
  /** Methods without which less is checked. */
  readonly misses: readonly string[]
}

/** Tries every node; one that does not answer within 3 s is told as such. */
export function reportNodes(
  nodes: readonly Node[],
  capabilitiesOf: (node: Node) => Promise<Capabilities>,
): Promise<readonly NodeReport[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const { party } = node
      try {
        return { party, silence: null, ...methodsMissing(await inTime(capabilitiesOf(node))) }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { party, silence: error.message, lacks: [], misses: [] }
      }
    }),
  )
}

/** Of what a review needs and of what it is better with, the methods that a node does not have. */
export function methodsMissing(can: Capabilities): Pick<NodeReport, 'lacks' | 'misses'> {
  return {
    lacks: [
      ...(can.callTrace ? [] : ['debug_traceCall with callTracer']),
      ...(can.stateDiff ? [] : ['debug_traceCall with prestateTracer']),
      ...(can.callOverrides || can.simulateV1 ? [] : ['eth_call with overrides']),
    ],
    misses: [...(can.simulateV1 ? [] : ['eth_simulateV1']), ...(can.getProof ? [] : ['eth_getProof'])],
  }
}
