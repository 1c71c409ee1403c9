'use client'
import { lazy, Suspense, useState } from 'react'
import { Fold } from '../ui/fold'
import type { RunFrame } from '../ui/run-tree'

// Few look at it, and a batch has a thousand of them.
const RunTree = lazy(async () => ({ default: (await import('../ui/run-tree')).RunTree }))

/** The calls that ran, behind one line. They are drawn when somebody opens it. */
export function RunFold({ root, summary }: { root: RunFrame; summary: string }) {
  const [isAsked, setIsAsked] = useState(false)
  return (
    <Fold summary={`Who calls whom when it runs: ${summary}`} onOpen={() => setIsAsked(true)}>
      {isAsked && (
        <Suspense fallback={null}>
          <RunTree root={root} />
        </Suspense>
      )}
    </Fold>
  )
}
