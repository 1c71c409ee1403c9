'use client'
import { useRouter } from 'next/navigation'
import { callFlow } from '../flows/client'
import { announce } from '../ui/announce'
import { StepUpDialog } from '../wallet/step-up-dialog'
import { useLast } from '../wallet/use-last'
import type { Person } from './person'

/** The passkey to be retired, and how the sentence calls it. */
export type Retiring = {
  readonly credentialId: string
  readonly memberId: string
  readonly name: string
  /** "your", or "Ruth’s". */
  readonly whose: string
}

type RetireDialogProps = { retiring: Retiring | null; person: Person; onClose: () => void }

/** A passkey proves nothing new once it is retired, and none comes back. */
export function RetireDialog({ retiring, person, onClose }: RetireDialogProps) {
  const router = useRouter()
  const last = useLast(retiring)
  if (last === null) return null
  const { credentialId, memberId, name, whose } = last
  return (
    <StepUpDialog
      isOpen={retiring !== null}
      title={`Retire ${name}`}
      sentence={`Retire ${whose} passkey “${name}” for good. What it confirmed before stays valid.`}
      isDemo={person.isDemo}
      onCancel={onClose}
      request={async () => {
        const { retireSubject } = await import('@/lib/approve/passkey-subjects')
        return {
          ...{ action: 'retire-passkey', subject: retireSubject({ memberId, credentialId }), policyVersion: 0 },
          ...{ installation: person.installation, memberId: person.memberId },
        }
      }}
      onProof={async (proof) => {
        await callFlow('retire-passkey', { credentialId }, proof)
        announce(`${name} is retired.`)
        onClose()
        router.refresh()
      }}
    />
  )
}
