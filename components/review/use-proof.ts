'use client'
import { useEffect, useRef, useState } from 'react'
import type { ReviewPage } from '@/lib/flows/review-page'
import { sentenceOf } from '../wallet/sentence-of'
import type { Proof, ProofStep } from './prove-review'

export type ProofState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly step: ProofStep }
  | { readonly kind: 'done'; readonly proof: Proof }
  | { readonly kind: 'failed'; readonly sentence: string }

const IDLE: ProofState = { kind: 'idle' }

/**
 * This browser's own run of what the page shows. It belongs to one evidence digest: other effects are proven anew.
 * @param isWanted runs by itself from then on, once for each digest
 */
export function useProof(page: ReviewPage, urls: readonly string[], isWanted: boolean) {
  const { digest } = page.reviewed
  const [kept, setKept] = useState<{ readonly digest: string; readonly state: ProofState }>({ digest, state: IDLE })
  const state = kept.digest === digest ? kept.state : IDLE
  const latest = useRef(0)
  const run = () => {
    const turn = ++latest.current
    const settle = (next: ProofState) => turn === latest.current && setKept({ digest, state: next })
    settle({ kind: 'running', step: 'block' })
    import('./prove-review')
      .then(({ proveReview }) => proveReview(page, urls, (step) => settle({ kind: 'running', step })))
      .then(
        (proof) => settle({ kind: 'done', proof }),
        (error: unknown) => settle({ kind: 'failed', sentence: sentenceOf(error) }),
      )
  }
  const stop = () => {
    latest.current += 1
    setKept({ digest, state: { kind: 'failed', sentence: 'It was stopped here before it was done.' } })
  }
  const isDue = isWanted && state.kind === 'idle'
  useEffect(() => {
    if (!isDue) return
    const start = setTimeout(run, 0)
    return () => clearTimeout(start)
    // oxlint-disable-next-line react/exhaustive-deps -- one run for each digest, on the page that was there then
  }, [isDue, digest])
  return { state, run, stop }
}
