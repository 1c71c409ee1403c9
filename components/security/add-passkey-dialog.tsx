'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { displayText } from '@/lib/core/display-text'
import { callFlow } from '../flows/client'
import { utcMinute } from '../review/times'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/text-field'
import { DoneStep } from '../wallet/done-step'
import { FormProblem } from '../wallet/form-problem'
import { PasskeyStep } from '../wallet/passkey-step'
import { sentenceOf } from '../wallet/sentence-of'
import type { MadePasskey } from './make-passkey'
import { modelWords } from './model-words'
import type { Person } from './person'

type AddPasskeyDialogProps = { isOpen: boolean; person: Person; onClose: () => void }

/** Name, new passkey, then one of those that count already: whoever only has this session adds nothing. */
export function AddPasskeyDialog({ isOpen, person, onClose }: AddPasskeyDialogProps) {
  return (
    <Dialog isOpen={isOpen} title="Add a passkey" onClose={onClose}>
      {isOpen && <Steps person={person} onClose={onClose} />}
    </Dialog>
  )
}

type Named = { readonly label: string; readonly made: MadePasskey }

function Steps({ person, onClose }: Omit<AddPasskeyDialogProps, 'isOpen'>) {
  const [named, setNamed] = useState<Named | null>(null)
  const [usableFrom, setUsableFrom] = useState<Date | null>(null)
  const router = useRouter()

  function leave() {
    onClose()
    router.refresh()
  }

  if (usableFrom !== null && named !== null)
    return (
      <DoneStep
        sentence={`“${displayText(named.label, 60)}” is yours. It counts from ${utcMinute(usableFrom)}.`}
        back="Back to my security"
        onDone={leave}
      />
    )
  if (named === null) return <MakeStep person={person} onMade={setNamed} onCancel={onClose} />
  const { label, made } = named
  return (
    <PasskeyStep
      sentence={`Add “${displayText(label, 60)}” (${modelWords({ aaguid: made.passkey.aaguid, isDemo: false })}) to your passkeys. Confirm it with one that you have already.`}
      isDemo={person.isDemo}
      onCancel={onClose}
      request={async () => {
        const { enrolSubject } = await import('@/lib/approve/passkey-subjects')
        return {
          ...{ action: 'enrol-passkey', subject: enrolSubject(made.passkey), policyVersion: 0 },
          ...{ installation: person.installation, memberId: person.memberId },
        }
      }}
      onProof={async (proof) => {
        const added = await callFlow('add-passkey', { registration: made.registration, label }, proof)
        setUsableFrom(new Date(added.usableFrom))
      }}
    />
  )
}

type MakeStepProps = { person: Person; onMade: (named: Named) => void; onCancel: () => void }

function MakeStep({ person, onMade, onCancel }: MakeStepProps) {
  const [label, setLabel] = useState('')
  const [problem, setProblem] = useState<{ label?: string; sentence?: string }>({})
  const [isBusy, setIsBusy] = useState(false)

  async function make(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    if (label.trim() === '') return setProblem({ label: 'Give the passkey a name, so that you know it again.' })
    setProblem({})
    setIsBusy(true)
    try {
      const { makePasskey } = await import('./make-passkey')
      onMade({ label: label.trim(), made: await makePasskey(person) })
      return
    } catch (error) {
      setProblem({ sentence: sentenceOf(error) })
    }
    setIsBusy(false)
  }

  return (
    <form className="step" onSubmit={make} noValidate>
      <p>Use a device or a security key that you keep apart from the one you have.</p>
      <TextField
        id="add-label"
        label="What you call it"
        maxLength={60}
        autoComplete="off"
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        error={problem.label}
      />
      {problem.sentence !== undefined && <FormProblem sentence={problem.sentence} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Not now</Button>
        <Button kind="primary" type="submit" isArmed={!isBusy}>
          {isBusy ? 'Your device is asking' : 'Make the passkey'}
        </Button>
      </div>
    </form>
  )
}
