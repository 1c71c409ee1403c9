'use client'
import { lazy, Suspense, useState } from 'react'
import { Fold } from '../ui/fold'
import { Section } from '../ui/section'
import { TypedHashFields, type TypedHashes } from './typed-hash-fields'
import { DeviceHashes } from './device-hashes'
import { useReview } from './review-context'

// Draws codes, which few need: it comes when it is opened.
const SecondDevice = lazy(() => import('./second-device'))

/** What the hardware wallet will show; on a blocked page what to refuse, afterwards what it showed. */
export function DeviceSection({ isRefused }: { isRefused: boolean }) {
  const { page } = useReview()
  const [typed, setTyped] = useState<TypedHashes>({ domain: '', message: '' })
  const [isCarried, setIsCarried] = useState(false)
  const { safe, hashes } = page.reviewed.assessment.staged
  const isOpen = page.state === 'awaiting-approvals'
  // Held, it may have been shown to some and not to others.
  const isAhead = ['staged', 'screening', 'held'].includes(page.state)
  const title = isRefused
    ? 'If a device shows this, refuse'
    : isOpen
      ? 'Your device must show'
      : isAhead
        ? 'What devices show'
        : 'What devices had to show'
  return (
    <Section id="r3" title={title} meta={`EIP-712, Safe ${safe.version}`}>
      <DeviceHashes domain={hashes.domain} message={hashes.message} isRefused={isRefused} />
      {(isRefused || isOpen) && (
        <Fold summary="Compare what your device shows, character by character">
          <TypedHashFields domain={hashes.domain} message={hashes.message} typed={typed} onType={setTyped} />
        </Fold>
      )}
      <Fold summary="Look at it on a second device" onOpen={() => setIsCarried(true)}>
        {isCarried && (
          <Suspense fallback={<p role="status">Drawing the code.</p>}>
            <SecondDevice />
          </Suspense>
        )}
      </Fold>
      {isRefused && (
        <p className="note">
          The domain hash is the same for every transaction of this Safe. The message hash is the one to refuse.
        </p>
      )}
      {!isRefused && isOpen && <p className="note">Any other hash on the device: cancel there, then reject here.</p>}
    </Section>
  )
}
