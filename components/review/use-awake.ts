'use client'
import { useEffect, useState } from 'react'

const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll', 'touchstart', 'focusin'] as const
const REST_MILLISECONDS = 3000

/** True from the reader's first move on, or once the page has rested: what is heavy loads then, never with the page. */
export function useAwake(): boolean {
  const [isAwake, setIsAwake] = useState(false)
  useEffect(() => {
    if (isAwake) return
    const wake = () => setIsAwake(true)
    const rest = setTimeout(wake, REST_MILLISECONDS)
    for (const sign of SIGNS) window.addEventListener(sign, wake, { capture: true, passive: true, once: true })
    return () => {
      clearTimeout(rest)
      for (const sign of SIGNS) window.removeEventListener(sign, wake, { capture: true })
    }
  }, [isAwake])
  return isAwake
}
