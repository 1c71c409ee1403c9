'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { callFlow, FlowError } from '../flows/client'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useReview } from './review-context'
import { countWord } from './verdict-words'

type Stop = {
  verb: 'reject' | 'cancel' | 'hold'
  title: string
  /** What stops mean where signatures are alive, or what is kept. */
  words: string
  /** Calls the verb with what was typed. */
  send: (withdrawalId: string, text: string) => Promise<unknown>
  /** Name of the field in the verb's own input. */
  field: 'reason' | 'note'
  /** Words that stand there already. */
  begins?: string
}

export function RejectDialog() {
  const { page } = useReview()
  const send = (withdrawalId: string, reason: string) => callFlow('reject', { withdrawalId, reason })
  return <StopDialog verb="reject" title={`Reject ${page.id}`} words={aliveWords(page)} send={send} field="reason" />
}

export function CancelDialog() {
  const { page } = useReview()
  const send = (withdrawalId: string, reason: string) => callFlow('cancel', { withdrawalId, reason })
  return <StopDialog verb="cancel" title={`Cancel ${page.id}`} words={aliveWords(page)} send={send} field="reason" />
}

export function HoldDialog() {
  const { page } = useReview()
  const send = (withdrawalId: string, note: string) => callFlow('hold', { withdrawalId, note })
  const words = 'Nobody approves or executes it until compliance releases it. No approval is lost.'
  // What a signer's call for compliance says too, so that it is not told from a hold by its words (call-compliance).
  const begins = 'A second look before it goes on.'
  return <StopDialog verb="hold" title={`Hold ${page.id}`} words={words} send={send} field="note" begins={begins} />
}

/** Stops a withdrawal with a reason; says what a stop cannot do where signatures are alive. */
function StopDialog({ verb, title, words, send, field: name, begins = '' }: Stop) {
  const { page, dialog, show } = useReview()
  const [reason, setReason] = useState(begins)
  const [problem, setProblem] = useState<{ field?: string; sentence?: string }>({})
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    setIsBusy(true)
    try {
      await send(page.id, reason)
      setProblem({})
      show(null)
      router.refresh()
    } catch (error) {
      const field = error instanceof FlowError ? error.problems.find((one) => one.field === name)?.message : undefined
      setProblem(field === undefined ? { sentence: sentenceOf(error) } : { field })
    }
    setIsBusy(false)
  }

  return (
    <Dialog isOpen={dialog === verb} title={title} onClose={() => show(null)}>
      <form className="step" onSubmit={submit} noValidate>
        <p>Your reason is shown to everyone on it and stays in the log.</p>
        <p className="quiet">{words}</p>
        <AreaField
          id={`${verb}-reason`}
          label={name === 'note' ? 'Note' : 'Reason'}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          rows={3}
          error={problem.field}
        />
        {problem.sentence !== undefined && <FormProblem sentence={problem.sentence} />}
        <div className="dialog-actions">
          <Button onClick={() => show(null)}>Not now</Button>
          <Button kind="primary" type="submit" isArmed={!isBusy}>
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function aliveWords({ wasSignatureRequested, approvals, reviewed }: ReturnType<typeof useReview>['page']): string {
  const { nonce } = reviewed.assessment.staged.tx
  if (!wasSignatureRequested) return `No signature was asked for, so this ends it and frees nonce ${nonce}.`
  const count = approvals.length
  const signatures =
    count === 0
      ? 'A signature was asked for and may exist'
      : `${countWord(count)} ${count === 1 ? 'signature stays' : 'signatures stay'} valid`
  return `This stops this desk. ${signatures}${count === 0 ? '; it stays valid' : ''} on chain until nonce ${nonce} is used.`
}
