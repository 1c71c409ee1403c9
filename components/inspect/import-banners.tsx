import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ImportPage } from '@/lib/flows/import-page'
import { displayText } from '@/lib/core/display-text'
import { Banner } from '../ui/banner'
import { isUsedUp } from './inspect-words'

/** What touches the whole page: that nothing comes of it here, and what its signatures mean for the desk. */
export function ImportBanners({ page, freeze }: { page: ImportPage; freeze: ReactNode }) {
  const { twin, signedOutside, assessment, safe } = page
  const { nonce } = assessment.staged.tx
  const isUsed = isUsedUp(assessment)
  return (
    <>
      <Banner tone="medium" title="Imported for inspection.">
        It cannot be approved or executed here.
      </Banner>
      {signedOutside.length > 0 && safe !== null && (
        <Banner tone="critical" title="Nobody staged this here." action={freeze}>
          {displayText(signedOutside.join(', '), 400)} signed it: {signedOutside.length} of the{' '}
          {assessment.safe?.threshold ?? 'required'} signatures that {displayText(safe.name, 80)} asks for. A freeze
          stops this desk. It does not revoke a signature;{' '}
          {isUsed
            ? `nonce ${String(nonce)} is used up on chain, so this one can never run.`
            : `only using up nonce ${String(nonce)} on chain does.`}
        </Banner>
      )}
      {twin !== null && (
        <Banner
          tone={twin.isNonceHeld || isUsed ? 'medium' : 'high'}
          title={`${twin.id} is this very transaction.`}
          action={
            <Link className="btn" href={`/withdrawals/${twin.id}`} prefetch={false}>
              Review {twin.id}
            </Link>
          }
        >
          {twin.isNonceHeld
            ? 'What came with it counts as no approval there. Once an owner’s signature is seen, only the chain ends it.'
            : `It is ${twin.state.replaceAll('-', ' ')} here. ${isUsed ? `Nonce ${String(nonce)} is used up.` : `A signature of it stays good until nonce ${String(nonce)} is used.`}`}
        </Banner>
      )}
    </>
  )
}
