'use client'
import { Section } from '../ui/section'
import { useReview } from './review-context'

/** What is left when nothing can be approved. */
export function StoppedSection() {
  const { page } = useReview()
  const { nonce } = page.reviewed.assessment.staged.tx
  return (
    <Section id="r2" title="What you can do" meta="nothing here can approve">
      <ol className="do">
        <li>
          <p>
            <b>Reject {page.id}</b> <span className="quiet">one signer, with a reason</span>
          </p>
          <p className="det">
            {page.wasSignatureRequested
              ? `It ends here; signatures stay valid on chain until nonce ${nonce} is used.`
              : `It ends here and frees nonce ${nonce}: no signature was ever asked for.`}
          </p>
        </li>
        <li>
          <p>
            <b>Stage it anew</b> <span className="quiet">an initiator</span>
          </p>
          <p className="det">A staged transaction never changes. A correct one gets its own number and hash.</p>
        </li>
        <li>
          <p>
            <b>Export the evidence</b>
          </p>
          <p className="det">SafeTx, bytes, simulation, findings and timeline, below the history.</p>
        </li>
      </ol>
    </Section>
  )
}
