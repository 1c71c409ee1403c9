'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { AreaField } from '../ui/area-field'
import { Dialog } from '../ui/dialog'
import { PasskeyStep } from '../wallet/passkey-step'
import { WalletProblem } from '../wallet/wallet-problem'
import { useReview } from './review-context'

/** Compliance lets it go on: a note, and a passkey bound to what this page says now. */
export function ReleaseDialog() {
  const { page, dialog, show, demo, checked } = useReview()
  const [note, setNote] = useState('')
  const router = useRouter()
  const { digest, policy, assessment } = page.reviewed
  return (
    <Dialog isOpen={dialog === 'release'} title={`Release ${page.id}`} onClose={() => show(null)}>
      <AreaField
        id="release-note"
        label="Note"
        hint="At least eight characters. Everyone on it reads it."
        value={note}
        onChange={(event) => setNote(event.target.value)}
        maxLength={500}
        rows={3}
      />
      <PasskeyStep
        sentence={`Release ${page.id}. It goes on from where it was held; no approval was lost.`}
        isDemo={demo !== null}
        onCancel={() => show(null)}
        request={async () => {
          const [{ releaseSubject }, { displayText, readableText }] = await Promise.all([
            import('@/lib/approve/subjects'),
            import('@/lib/core/display-text'),
          ])
          if (readableText(note.trim()).length < 8) throw new WalletProblem('Give a note of at least eight characters.')
          if (checked.kind !== 'done' || checked.found.stops.length > 0)
            throw new WalletProblem('This browser has not found the page sound. Wait for its check, or tell an admin.')
          const { safeTx: safeTxHash } = assessment.staged.hashes
          const subject = releaseSubject({ safeTxHash, evidenceDigest: digest, note: displayText(note.trim(), 500) })
          const [installation, memberId] = [page.installation.id, page.viewer.memberId]
          return { action: 'release', subject, policyVersion: policy.version, installation, memberId }
        }}
        onProof={async (proof) => {
          await callFlow('release', { withdrawalId: page.id, evidenceDigest: digest, note: note.trim() }, proof)
          show(null)
          router.refresh()
        }}
      />
    </Dialog>
  )
}
