'use client'
import { useEffect, useState } from 'react'
import { hearChanges } from './browser-line'

const PATIENCE_MS = 10_000

/** Whether this window hears what changes: `down` after ten seconds without, `over` when it will not come back. */
export function useLineState(): 'up' | 'down' | 'over' {
  const [state, setState] = useState<'up' | 'down' | 'over'>('up')
  useEffect(() => {
    let timer = 0
    const settle = (now: 'up' | 'over') => {
      clearTimeout(timer)
      timer = 0
      setState(now)
    }
    const wait = () => {
      if (timer === 0) timer = window.setTimeout(() => setState('down'), PATIENCE_MS)
    }
    // A hidden window hears nothing on purpose, and is given time to come back.
    const turn = () => {
      settle('up')
      if (document.visibilityState === 'visible') wait()
    }
    const leave = hearChanges(({ kind }) => {
      if (kind === 'up' || kind === 'over') settle(kind)
      if (kind === 'down') wait()
    })
    wait()
    document.addEventListener('visibilitychange', turn)
    return () => {
      leave()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', turn)
    }
  }, [])
  return state
}
