'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { displayText } from '@/lib/core/display-text'
import { callFlow } from '../flows/client'
import { AreaField } from '../ui/area-field'
import { Dialog } from '../ui/dialog'
import { PasskeyStep } from '../wallet/passkey-step'
import { WalletProblem } from '../wallet/wallet-problem'
import type { CancelOrder } from './cancel-order'

type CancelDialogProps = { order: CancelOrder; isOpen: boolean; onClose: () => void }

/** Stages the empty call that uses up a nonce, with a reason and a passkey bound to exactly that; then leads to its review. */
export function CancelOnchainDialog({ order, isOpen, onClose }: CancelDialogProps) {
  const [reason, setReason] = useState('')
  const router = useRouter()
  const { safeId, nonce, replaces } = order
  const name = displayText(order.safeName, 80)
  return (
    <Dialog isOpen={isOpen} title={cancelTitle(order)} onClose={onClose}>
      <div className="step">
        <p>
          This stages an empty call of {name} to itself at nonce {String(nonce)}. It pays nothing and changes nothing;
          once it is mined, nonce {String(nonce)} is used up.
        </p>
        <p>{whatFollows(order)}</p>
        <AreaField
          id="cancel-onchain-reason"
          label="Reason"
          hint="At least eight characters. Everyone on it reads it."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          rows={3}
        />
        <PasskeyStep
          sentence={`Use up nonce ${nonce} of ${name}${replaces === null ? '' : ` in place of ${replaces}`}, with an empty call.`}
          isDemo={order.isDemo}
          onCancel={onClose}
          request={async () => {
            const [{ stageSubject }, { cancelIntent }, { readableText }] = await Promise.all([
              import('@/lib/approve/subjects'),
              import('@/lib/stage/cancel-intent'),
              import('@/lib/core/display-text'),
            ])
            if (readableText(reason.trim()).length < 8)
              throw new WalletProblem('Give a reason of at least eight characters; everyone on it reads it.')
            const intent = cancelIntent({ reason, replaces })
            const { policyVersion, installation, memberId, safe } = order
            const subject = stageSubject({ class: 'cancel', safe, intent, nonce })
            return { action: 'stage', subject, policyVersion, installation, memberId }
          }}
          onProof={async (proof) => {
            const input = { safeId, nonce: String(nonce), replaces, reason: reason.trim() }
            const { id } = await callFlow('cancel-onchain', input, proof)
            onClose()
            router.push(`/withdrawals/${id}`)
          }}
        />
      </div>
    </Dialog>
  )
}

export const cancelTitle = ({ replaces, nonce }: Pick<CancelOrder, 'replaces' | 'nonce'>): string =>
  replaces === null ? `Fill nonce ${nonce} with a rejection` : `Cancel ${replaces} on chain`

function whatFollows({ replaces, nonce, threshold }: CancelOrder): string {
  const needs = `It needs ${threshold === null ? 'as many owners as the Safe asks for' : `${threshold} owners`} other than you, and an executor.`
  if (replaces === null) return `${needs} What stands behind nonce ${nonce} can run once it is mined.`
  return `${needs} Until it is mined the signatures of ${replaces} stay valid: of the two, the first one mined happens and the other never does. From here on this desk hands ${replaces} over no more. That cannot be undone.`
}
