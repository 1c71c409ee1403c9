'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'

type VetoButtonProps = { policyId: string; version: number; safeName: string }

/** Stops a policy version while it cools. It asks for no passkey: stopping is never harder than acting. */
export function VetoButton({ policyId, version, safeName }: VetoButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()
  const title = `Veto version ${version} for ${safeName}`

  async function veto() {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      await callFlow('veto-policy', { policyId, version, reason: reason.trim() })
      announce(`Version ${version} never counts`)
      setIsOpen(false)
      router.refresh()
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Veto</Button>
      <Dialog isOpen={isOpen} title={title} onClose={() => setIsOpen(false)}>
        <div className="step">
          <AreaField
            id={`veto-${version}`}
            label="Reason"
            hint="At least eight characters. It cannot be undone; the same can be proposed again."
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {problem !== null && <FormProblem sentence={problem} />}
          <div className="dialog-actions">
            <Button onClick={() => setIsOpen(false)}>Not now</Button>
            <Button kind="primary" isArmed={!isBusy} onClick={() => void veto()}>
              {title}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  )
}
