'use client'
import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Content begins to be fetched 400 px below the window. Whoever jumped past it came near it, too. */
const NEAR = '1000000px 0px 400px 0px'

/** Holds back what stands further down, and its script, until the reader comes near it. */
export function WhenNear({ children }: { children: ReactNode }) {
  const [isNear, setIsNear] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (isNear || element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true)
      },
      { rootMargin: NEAR },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [isNear])
  return isNear ? children : <div ref={place} />
}
