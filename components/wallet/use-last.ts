'use client'
import { useState } from 'react'

/** The value, or what it was before it became null: a dialog keeps its words while it closes and gives the focus back. */
export function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState(value)
  if (value !== null && value !== last) setLast(value)
  return value ?? last
}
