'use client'
import { CancelOnchainDialog } from '../cancel/cancel-dialog'
import { useReview } from './review-context'

/** The on-chain cancel of the withdrawal that the page shows. */
export function ReviewCancelDialog() {
  const { page, dialog, show, demo } = useReview()
  const { assessment } = page.reviewed
  const { safe, tx } = assessment.staged
  return (
    <CancelOnchainDialog
      isOpen={dialog === 'cancel-onchain'}
      onClose={() => show(null)}
      order={{
        ...{ safe, safeId: page.safe.id, safeName: page.safe.name, nonce: tx.nonce, replaces: page.id },
        ...{ threshold: assessment.safe?.threshold ?? null, policyVersion: page.activePolicyVersion },
        ...{ installation: page.installation.id, memberId: page.viewer.memberId, isDemo: demo !== null },
      }}
    />
  )
}
