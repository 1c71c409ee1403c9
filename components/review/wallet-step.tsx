'use client'
import { useState } from 'react'
import type { Address, Hex } from 'viem'
import { callFlow } from '../flows/client'
import { Button } from '../ui/button'
import { HexGroups } from '../ui/hex-groups'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useWallets } from '../wallet/use-wallets'
import { WalletButtons } from '../wallet/wallet-buttons'
import type { WalletChoice } from '../wallet/wallets'
import { DeviceHashes } from './device-hashes'
import { useReview } from './review-context'
import type { Verification } from './verify-review'

type WalletStepProps = { found: Verification; owner: Address; onSigned: (signature: Hex) => void }

/** While the wallet asks, the page shows the statement and what the device must show, and no clock. */
export function WalletStep({ found, owner, onSigned }: WalletStepProps) {
  const { page, what, chainName, show, demo } = useReview()
  const [problem, setProblem] = useState<string | null>(null)
  const [asking, setAsking] = useState<string | null>(null)
  const wallets = useWallets(true, demo)

  async function sign({ id, name }: WalletChoice) {
    setProblem(null)
    setAsking(name)
    try {
      // Logged before any wallet opens: from here on a signature may exist that nobody can take back.
      await callFlow('begin-approval', { withdrawalId: page.id, owner, evidenceDigest: found.digest })
      const { signApproval } = await import('./sign-approval')
      const { effects } = page.reviewed.assessment
      const block = effects.kind === 'simulated' ? effects.block : null
      onSigned(await signApproval(id, owner, found.staged, block))
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setAsking(null)
  }

  return (
    <div className="step">
      <p className="say">
        {page.reviewed.assessment.class === 'transfer' ? 'This pays' : 'This runs'} {what} on {chainName}.
      </p>
      <DeviceHashes domain={found.hashes.domain} message={found.hashes.message} />
      <p className="quiet">
        Signs with owner <HexGroups hex={owner} size={12} />
      </p>
      {problem !== null && <FormProblem sentence={problem} />}
      {asking === null ? (
        <WalletButtons wallets={wallets} verb="Sign with" isBusy={false} isFocused onChoose={sign} />
      ) : (
        <p role="status">{asking} is asking. Compare both hashes with your device, then sign there.</p>
      )}
      <div className="dialog-actions">
        <Button onClick={() => show(null)}>Not now</Button>
      </div>
    </div>
  )
}
