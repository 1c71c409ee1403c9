'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { FreezeScope } from '@/lib/policy/freeze'
import { callFlow } from '../flows/client'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { PasskeyStep } from '../wallet/passkey-step'
import { WalletProblem } from '../wallet/wallet-problem'

export type LiftButtonProps = {
  freezeId: string
  scope: FreezeScope
  what: string
  installation: string
  memberId: string
  isDemo: boolean
}

/** Consent to end a freeze: a reason, then the passkey that is bound to exactly this freeze and this reason. */
export function LiftButton({ freezeId, scope, what, installation, memberId, isDemo }: LiftButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [reason, setReason] = useState('')
  const router = useRouter()
  const trimmed = reason.trim()
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Lift</Button>
      <Dialog isOpen={isOpen} title={`Lift the freeze of ${what}`} onClose={() => setIsOpen(false)}>
        <AreaField
          id={`lift-${freezeId}`}
          label="Reason"
          hint="At least eight characters. It stays beside the freeze."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          rows={3}
        />
        <PasskeyStep
          sentence={`Consent to lift the freeze of ${what}. With a second consent everything on it goes on.`}
          isDemo={isDemo}
          onCancel={() => setIsOpen(false)}
          request={async () => {
            const [{ unfreezeSubject }, { displayText, readableText }] = await Promise.all([
              import('@/lib/approve/subjects'),
              import('@/lib/core/display-text'),
            ])
            if (readableText(trimmed).length < 8) throw new WalletProblem('Give a reason of at least eight characters.')
            const subject = unfreezeSubject({ freezeId, scope, reason: displayText(trimmed, 500) })
            return { action: 'unfreeze', subject, policyVersion: 0, installation, memberId }
          }}
          onProof={async (proof) => {
            const { isOver } = await callFlow('unfreeze', { freezeId, reason: trimmed }, proof)
            announce(isOver ? `${what} is no longer frozen` : 'Your consent is recorded')
            setIsOpen(false)
            router.refresh()
          }}
        />
      </Dialog>
    </>
  )
}
