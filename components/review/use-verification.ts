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

/**
 * Checks the page in this browser, again for each page it is given. Nothing can be signed before it is done.
 * @param urls nodes of the chain that the browser is to ask past the desk
 */
export function useVerification(page: ReviewPage, urls: readonly string[]): CheckState {
  const [checked, setChecked] = useState<{ page: ReviewPage; state: CheckState } | null>(null)
  const isAwake = useAwake()
  useEffect(() => {
    if (!isAwake) return
    let isOver = false
    const settle = (state: CheckState) => !isOver && setChecked({ page, state })
    Promise.all([import('./checked-code'), import('./passkey-pins'), import('./node-pins')])
      .then(([{ verifyReview }, { browserPins }, { browserNodePin }]) =>
        verifyReview(page, {
          ...{ origin: location.origin, fragment: location.hash },
          pins: browserPins(page.installation.id),
          nodes: { urls, pin: browserNodePin(page.installation.id, page.reviewed.assessment.staged.safe.chainId) },
        }),
      )
      .then(
        (found) => settle({ kind: 'done', found }),
        (error: unknown) => settle({ kind: 'failed', sentence: sentenceOf(error) }),
      )
    return () => {
      isOver = true
    }
    // oxlint-disable-next-line react/exhaustive-deps -- the nodes come with the page
  }, [page, isAwake])
  return checked?.page === page ? checked.state : { kind: 'running' }
}
