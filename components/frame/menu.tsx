'use client'
import { type ReactNode, useEffect, useRef } from 'react'

/** The bar's pages and person on narrow screens. Works without script; with it, Escape and a press outside close it. */
export function Menu({ children }: { children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    function close(event: Event) {
      const element = details.current
      if (element === null || !element.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        element.querySelector('summary')?.focus()
      } else if (event.target instanceof Node && element.contains(event.target)) return
      element.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [])

  return (
    <details className="menu" ref={details}>
      <summary className="btn">Menu</summary>
      <div className="menu-sheet">{children}</div>
    </details>
  )
}
