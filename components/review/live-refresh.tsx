'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

const MOVING: readonly WithdrawalState[] = ['staged', 'screening', 'cooling', 'executing', 'confirming']
const EVERY_MILLISECONDS = 2000

/** Asks again every 2 s while the desk or the chain moves it, and not while nobody looks. Moves no focus. */
export function LiveRefresh({ state }: { state: WithdrawalState }) {
  const router = useRouter()
  const isMoving = MOVING.includes(state)
  useEffect(() => {
    if (!isMoving) return
    const each = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, EVERY_MILLISECONDS)
    return () => clearInterval(each)
  }, [isMoving, router])
  return null
}
