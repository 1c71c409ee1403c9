import { RunTree } from '../ui/run-tree'
import type { Assessed } from './assessed'
import { runTree } from './run-nodes'

/** Who calls whom when it runs. */
export function RunCalls({ assessed }: { assessed: Assessed }) {
  const root = runTree(assessed)
  return root === null ? null : <RunTree root={root} />
}
