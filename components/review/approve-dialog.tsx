'use client'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import type { Address } from 'viem'
import { acknowledgementsOf } from '@/lib/approve/checklist'
import type { Digest } from '@/lib/core/digest'
import { displayText } from '@/lib/core/display-text'
import { callFlow } from '../flows/client'
import { Dialog } from '../ui/dialog'
import { DoneStep } from '../wallet/done-step'
import { PasskeyStep } from '../wallet/passkey-step'
import { useReview } from './review-context'
import { useLastSound } from './use-last-sound'
import type { Verification } from './verify-review'
import { WalletStep } from './wallet-step'

// Only few policies ask for it, and it brings the whole verifier.
const VerdictStep = lazy(() => import('./verdict-step'))
const PauseStep = lazy(() => import('./pause-step'))

/** What the offline verifier said, once that is asked for; then wallet, then passkey, then recorded. Opens only on a page that this browser found sound. */
export function ApproveDialog() {
  const { dialog, show, checked, page } = useReview()
  const { owner } = page.viewer
  const [verdict, setVerdict] = useState({ line: '', isVouched: false })
  const found = useLastSound(checked)
  if (found === null || owner === null) return null
  const isOpen = dialog === 'approve'
  return (
    <Dialog isOpen={isOpen} title={`Approve ${page.id}`} onClose={() => show(null)}>
      {isOpen && <Steps found={found} owner={owner} verdict={verdict} onVerdict={setVerdict} />}
    </Dialog>
  )
}

type VerdictGiven = { readonly line: string; readonly isVouched: boolean }
type StepsProps = {
  found: Verification
  owner: Address
  verdict: VerdictGiven
  onVerdict: (verdict: VerdictGiven) => void
}

function Steps({ found, owner, verdict, onVerdict }: StepsProps) {
  const { page, what, chainName, lines, answers, isAnswered, signature, keepSignature, show, demo } = useReview()
  const [recorded, setRecorded] = useState<string | null>(null)
  const [isCalm, setIsCalm] = useState(false)
  const router = useRouter()
  const { policy, assessment, requirement } = page.reviewed
  const acknowledged = acknowledgementsOf(lines, answers)
  const vouched = requirement.offlineVerdict ? { verdictLine: verdict.line } : {}

  if (recorded !== null)
    return (
      <DoneStep sentence={recorded} onDone={() => show(null)}>
        <p className="quiet">Its leaf number stands in the history as soon as the log’s tree holds it.</p>
      </DoneStep>
    )
  // Approved in another window, frozen or held meanwhile: no wallet opens for what the desk would refuse.
  if (!page.viewer.approve.isOpen)
    return <DoneStep sentence={displayText(page.viewer.approve.whyNot)} onDone={() => show(null)} />
  // The evidence became another one under the open dialog: nobody read that, and no browser ran it.
  if (!isAnswered)
    return (
      <DoneStep
        sentence="The review changed since you answered it, so nothing more is signed here. Go back and read it again."
        onDone={() => show(null)}
      />
    )
  // Asked each time before a wallet may open; once it signed there is nothing left to pause.
  if (page.asksPause && !isCalm && signature === null)
    return (
      <Suspense fallback={<p role="status">Loading</p>}>
        <PauseStep onCalm={() => setIsCalm(true)} />
      </Suspense>
    )
  if (requirement.offlineVerdict && !verdict.isVouched)
    return (
      <Suspense fallback={<p role="status">Loading the verifier</p>}>
        <VerdictStep
          line={verdict.line}
          onType={(line) => onVerdict({ line, isVouched: false })}
          onVouched={() => onVerdict({ ...verdict, isVouched: true })}
        />
      </Suspense>
    )
  if (signature === null) return <WalletStep found={found} owner={owner} onSigned={keepSignature} />
  return (
    <PasskeyStep
      sentence={`Approve ${what} on ${chainName}, nonce ${assessment.staged.tx.nonce}, with owner ${owner}.`}
      isDemo={demo !== null}
      load={() => import('./checked-code')}
      onCancel={() => show(null)}
      request={async () => {
        const { approvalSubject, signatureHash } = await import('./checked-code')
        const subject = approvalSubject({
          safeTxHash: found.hashes.safeTx,
          evidenceDigest: found.digest,
          acknowledged,
          signatureHash: signatureHash(owner, signature),
          ...vouched,
        })
        return stepUp(subject, policy.version, page.installation.id, page.viewer.memberId)
      }}
      onProof={async (proof) => {
        const input = {
          withdrawalId: page.id,
          evidenceDigest: found.digest,
          acknowledged: [...acknowledged],
          owner,
          signature,
          ...vouched,
        }
        try {
          const { missing } = await callFlow('approve', input, proof)
          setRecorded(
            missing.length === 0
              ? 'Your approval is recorded. It was the last one needed.'
              : `Your approval is recorded. Still missing: ${page.quorum.needed - page.quorum.filled - 1} of ${missingWords(missing)}.`,
          )
        } finally {
          // Also after a refusal: the review may have changed under this page.
          router.refresh()
        }
      }}
    />
  )
}

const stepUp = (subject: Digest, policyVersion: number, installation: string, memberId: string) =>
  ({ action: 'approve', subject, policyVersion, installation, memberId }) as const

const missingWords = (missing: readonly (string | { readonly name: string })[]) =>
  missing.map((one) => (typeof one === 'string' ? one : one.name)).join(', ')
