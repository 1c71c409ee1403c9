'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import type { FreezePlaces } from '@/db/queries/freezes'
import type { FreezeKind } from '@/lib/policy/freeze'
import { callFlow } from '../flows/client'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { type FreezeChoice, freezeChoices, type FreezeSubject } from './freeze-choices'

type FreezeButtonProps = {
  places: FreezePlaces
  /** What the page is about: frozen first. */
  subject?: FreezeSubject | undefined
  /** Words of a second button beside the one of the bar, which alone has the key. */
  label?: string
}

/** On every page: one press opens, one press stops. Needs no passkey and no reason (SPEC §6). */
export function FreezeButton({ places, subject, label }: FreezeButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        {...(label === undefined && { keyHint: 'f', 'data-key': 'f', 'data-key-press': true })}
        onClick={() => setIsOpen(true)}
      >
        {label ?? 'Freeze'}
      </Button>
      <Dialog isOpen={isOpen} title="Freeze" onClose={() => setIsOpen(false)}>
        <FreezeForm choices={freezeChoices(places, subject)} onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  )
}

function FreezeForm({ choices, onClose }: { choices: readonly FreezeChoice[]; onClose: () => void }) {
  const [chosen, setChosen] = useState(choices[0]?.key ?? '')
  const [reason, setReason] = useState('')
  const [address, setAddress] = useState('')
  const [wrong, setWrong] = useState<string | undefined>()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()
  const choice = choices.find(({ key }) => key === chosen)

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy || !choice) return
    setWrong(undefined)
    let { scope } = choice
    if (scope === null) {
      const { typedCounterparty } = await import('./typed-counterparty')
      const typed = typedCounterparty(address)
      if (!typed.ok) return setWrong(typed.message)
      scope = typed.scope
    }
    setIsBusy(true)
    try {
      await callFlow('freeze', { scope, reason })
      announce(`Frozen: ${choice.scope === null ? scope.id : choice.name}`)
      onClose()
      router.refresh()
    } catch (error) {
      setProblem(sentenceOf(error))
      setIsBusy(false)
    }
  }

  return (
    <form className="step" onSubmit={submit} noValidate>
      <SelectField id="freeze-what" label="What" value={chosen} onChange={(event) => setChosen(event.target.value)}>
        {choices.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </SelectField>
      {choice?.scope === null && (
        <TextField
          id="freeze-address"
          label="Address"
          face="bytes"
          hint="Whole, with or without a chain’s prefix. It is frozen on every chain, in the book or not."
          autoComplete="off"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          error={wrong}
        />
      )}
      {choice && <p>{stopsWords(choice.scope?.kind ?? 'counterparty')}</p>}
      <p className="quiet">
        A freeze stops this desk. It revokes no signature: one that was handed over can still be used on chain until its
        nonce is used up. Two of admin and compliance lift it, without you.
      </p>
      <AreaField
        id="freeze-reason"
        label="Reason, now or never"
        hint="May stay empty. Stopping comes first."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        maxLength={500}
        rows={2}
      />
      {problem !== null && <FormProblem sentence={problem} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Not now</Button>
        <Button kind="primary" type="submit" isArmed={!isBusy} autoFocus>
          Freeze {choice?.name}
        </Button>
      </div>
    </form>
  )
}

function stopsWords(kind: FreezeKind): string {
  switch (kind) {
    case 'organisation':
      return 'Nothing is staged, approved or executed from any Safe, by anybody.'
    case 'safe':
      return 'Nothing is staged, approved or executed from this Safe.'
    case 'withdrawal':
      return 'Nobody approves or executes this withdrawal.'
    case 'chain':
      return 'Nothing is staged, approved or executed on this chain.'
    case 'asset':
      return 'Nothing that moves or calls this asset is staged, approved or executed.'
    case 'counterparty':
      return 'Nothing that pays or calls this address is staged, approved or executed, on any chain.'
    case 'member':
      return 'They stage, approve and execute nothing, and nothing they staged or approved is executed.'
  }
}
