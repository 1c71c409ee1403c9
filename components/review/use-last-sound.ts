'use client'
import { useState } from 'react'
import type { CheckState } from './use-verification'
import type { Verification } from './verify-review'

/**
 * What this browser found, also while it checks a refreshed page, so that an open dialog keeps its place and its words.
 * Null once a check failed or found something wrong: nothing may be signed then.
 */
export function useLastSound(checked: CheckState): Verification | null {
  const [last, setLast] = useState<Verification | null>(null)
  const found = checked.kind === 'done' && checked.found.stops.length === 0 ? checked.found : null
  const sound = checked.kind === 'running' ? last : found
  if (sound !== last) setLast(sound)
  return sound
}
