'use client'
import { type RefObject, useEffect, useRef } from 'react'

/** Puts the focus on a step's main button when the step appears, after its dialog has opened. */
export function useFirstFocus(): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() => button.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  return button
}
