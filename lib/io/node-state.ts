import 'server-only'
import { AppError } from '@/lib/core/errors'
import type { Node } from '@/lib/io/rpc'
import { readHead } from '@/lib/io/rpc-shapes'

/** Whether one node shows a fresh head of its chain. */
export type NodeState = {
  /** Host of its URL. */
  readonly party: string
  /** Why it does not, as a sentence; null where it does. */
  readonly fault: string | null
}

/** Asks one node for its head. What is not an outage is thrown. */
export async function readNodeState(node: Node): Promise<NodeState> {
  try {
    await readHead(node)
    return { party: node.party, fault: null }
  } catch (error) {
    if (error instanceof AppError) return { party: node.party, fault: error.message }
    throw error
  }
}
