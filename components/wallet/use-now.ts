'use client'
import { useEffect, useState } from 'react'

/** The present moment, each second while `isRunning`; null before the first tick, so that server and browser agree. */
export function useNow(isRunning: boolean): Date | null {
  const [now, setNow] = useState<Date | null>(null)
  useEffect(() => {
    if (!isRunning) return
    const tick = () => setNow(new Date())
    const first = setTimeout(tick, 0)
    const each = setInterval(tick, 1000)
    return () => {
      clearTimeout(first)
      clearInterval(each)
    }
  }, [isRunning])
  return now
}
