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

/** Stops a withdrawal with a reason; says what a rejection cannot do where signatures are alive. */
export function RejectDialog() {
  const { page, dialog, show } = useReview()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ field?: string; sentence?: string }>({})
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    setIsBusy(true)
    try {
      await callFlow('reject', { withdrawalId: page.id, reason })
      setProblem({})
      show(null)
      router.refresh()
    } catch (error) {
      const field =
        error instanceof FlowError ? error.problems.find((one) => one.field === 'reason')?.message : undefined
      setProblem(field === undefined ? { sentence: sentenceOf(error) } : { field })
    }
    setIsBusy(false)
  }

  return (
    <Dialog isOpen={dialog === 'reject'} title={`Reject ${page.id}`} onClose={() => show(null)}>
      <form className="step" onSubmit={submit} noValidate>
        <p>Your reason is shown to everyone on it and stays in the log.</p>
        <p className="quiet">{aliveWords(page)}</p>
        <AreaField
          id="reject-reason"
          label="Reason"
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
            Reject {page.id}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function aliveWords({ wasSignatureRequested, approvals, reviewed }: ReturnType<typeof useReview>['page']): string {
  const { nonce } = reviewed.assessment.staged.tx
  if (!wasSignatureRequested) return `No signature was asked for, so rejecting ends it and frees nonce ${nonce}.`
  const count = approvals.length
  const signatures =
    count === 0
      ? 'A signature was asked for and may exist'
      : `${countWord(count)} ${count === 1 ? 'signature stays' : 'signatures stay'} valid`
  return `Rejecting stops this desk. ${signatures}${count === 0 ? '; it stays valid' : ''} on chain until nonce ${nonce} is used.`
}
