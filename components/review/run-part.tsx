'use client'
import type { Assessed } from './assessed'
import { RunFold } from './run-fold'
import { RunSection } from './run-section'

/** The simulated run on a page that draws its calls only when somebody asks. */
export function RunPart({ assessed }: { assessed: Assessed }) {
  return <RunSection assessed={assessed} calls={(summary) => <RunFold assessed={assessed} summary={summary} />} />
}
