'use client'
import { lazy, Suspense, useState } from 'react'
import { Fold } from '../ui/fold'
import type { Assessed } from './assessed'

// Few look at it, a batch has a thousand of them, and the names of official contracts weigh as much as the rest.
const RunCalls = lazy(async () => ({ default: (await import('./run-calls')).RunCalls }))

/** The calls that ran, behind one line. They are drawn when somebody opens it. */
export function RunFold({ assessed, summary }: { assessed: Assessed; summary: string }) {
  const [isAsked, setIsAsked] = useState(false)
  return (
    <Fold summary={summary} onOpen={() => setIsAsked(true)}>
      {isAsked && (
        <Suspense fallback={null}>
          <RunCalls assessed={assessed} />
        </Suspense>
      )}
    </Fold>
  )
}
