import { RunTree } from '../ui/run-tree'
import type { Assessed } from './assessed'
import { runTree } from './run-nodes'

/** Who calls whom when it runs. */
export function RunCalls({ assessed }: { assessed: Assessed }) {
  const root = runTree(assessed)
  if (root === null) return null
  return (
    <>
      <p className="note">Gas, and why a call fails, are the node’s word: no other check on this page looks at them.</p>
      <RunTree root={root} />
    </>
  )
}
