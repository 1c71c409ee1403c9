'use client'
import { Section } from '../ui/section'
import { DeviceHashes } from './device-hashes'
import { useReview } from './review-context'

/** What the hardware wallet will show; on a blocked page what to refuse, afterwards what it showed. */
export function DeviceSection({ isRefused }: { isRefused: boolean }) {
  const { page } = useReview()
  const { safe, hashes } = page.reviewed.assessment.staged
  const isOpen = page.state === 'awaiting-approvals'
  const title = isRefused ? 'If a device shows this, refuse' : isOpen ? 'Your device must show' : 'What devices showed'
  return (
    <Section id="r3" title={title} meta={`EIP-712, Safe ${safe.version}`}>
      <DeviceHashes domain={hashes.domain} message={hashes.message} isRefused={isRefused} />
      {isRefused && (
        <p className="note">
          The domain hash is the same for every transaction of this Safe. The message hash is the one to refuse.
        </p>
      )}
      {!isRefused && isOpen && <p className="note">Any other hash on the device: cancel there, then reject here.</p>}
    </Section>
  )
}
