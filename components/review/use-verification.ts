'use client'
import { useEffect, useState } from 'react'
import type { ReviewPage } from '@/lib/flows/review-page'
import { sentenceOf } from '../wallet/sentence-of'
import { useAwake } from './use-awake'
import type { Verification } from './verify-review'

export type CheckState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly found: Verification }
  | { readonly kind: 'failed'; readonly sentence: string }

/** Checks the page in this browser, again for each page it is given. Nothing can be signed before it is done. */
export function useVerification(page: ReviewPage): CheckState {
  const [checked, setChecked] = useState<{ page: ReviewPage; state: CheckState } | null>(null)
  const isAwake = useAwake()
  useEffect(() => {
    if (!isAwake) return
    let isOver = false
    const settle = (state: CheckState) => !isOver && setChecked({ page, state })
    Promise.all([import('./checked-code'), import('./passkey-pins')])
      .then(([{ verifyReview }, { browserPins }]) =>
        verifyReview(page, {
          ...{ origin: location.origin, fragment: location.hash },
          pins: browserPins(page.installation.id),
        }),
      )
      .then(
        (found) => settle({ kind: 'done', found }),
        (error: unknown) => settle({ kind: 'failed', sentence: sentenceOf(error) }),
      )
    return () => {
      isOver = true
    }
  }, [page, isAwake])
  return checked?.page === page ? checked.state : { kind: 'running' }
}
