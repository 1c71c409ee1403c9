'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Reads the desk again when the reader comes back to this page. Never under their eyes: rows would move. */
export function DeskRefresh() {
  const router = useRouter()
  useEffect(() => {
    const read = () => document.visibilityState === 'visible' && router.refresh()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [router])
  return null
}
