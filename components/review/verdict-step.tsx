'use client'
import { useEffect, useState } from 'react'
import {
  MAX_VERDICT_LINE_LENGTH,
  VERDICT_LINE_FORM,
  type VerdictLine,
  verdictLineFault,
} from '@/lib/approve/verdict-line'
import { verifierJson } from '@/lib/verify/desk-case'
import { expectedVerdict } from '@/lib/verify/expected-verdict'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Copy } from '../ui/copy'
import { FormProblem } from '../wallet/form-problem'
import { useReview } from './review-context'

type VerdictStepProps = { line: string; onType: (line: string) => void; onVouched: () => void }

/** Where policy asks for it: what the offline verifier says, carried over by hand before any wallet opens. */
export default function VerdictStep({ line, onType, onVouched }: VerdictStepProps) {
  const { page, show } = useReview()
  const { id, reviewed } = page
  const { assessment, contacts } = reviewed
  const [expected, setExpected] = useState<VerdictLine | 'failed' | null>(null)
  useEffect(() => {
    let isOver = false
    expectedVerdict({ id, assessment, contacts }).then(
      (found) => !isOver && setExpected(found),
      () => !isOver && setExpected('failed'),
    )
    return () => {
      isOver = true
    }
  }, [id, assessment, contacts])

  const isTyped = line.trim() !== ''
  const isKnown = expected !== null && expected !== 'failed'
  const fault = isTyped && isKnown ? verdictLineFault(line, expected) : null
  return (
    <form
      className="step"
      onSubmit={(event) => {
        event.preventDefault()
        if (isTyped && isKnown && fault === null) onVouched()
      }}
    >
      <p className="say">
        The policy asks for the word of the offline verifier, from a machine that this desk cannot reach.
      </p>
      <ol className="passed trace">
        <li>
          Copy the transaction as JSON{' '}
          <Copy value={verifierJson({ id, assessment, contacts })} what="the transaction as JSON" />
        </li>
        <li>Open your own copy of verify.html, or run countersign verify, and give it the JSON.</li>
        <li>Paste the line that it prints beside “Verdict”.</li>
      </ol>
      <AreaField
        id="verdict-line"
        label="Verdict line"
        face="bytes"
        rows={3}
        required
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_VERDICT_LINE_LENGTH}
        value={line}
        onChange={(event) => onType(event.target.value)}
        {...(fault === null
          ? { hint: isTyped && isKnown ? 'It vouches for this very transaction.' : `Written ${VERDICT_LINE_FORM}.` }
          : { error: fault })}
      />
      {expected === 'failed' && (
        <FormProblem sentence="This browser cannot judge the transaction by itself, so nothing can be compared. Approve nothing and tell compliance." />
      )}
      <div className="dialog-actions">
        <Button onClick={() => show(null)}>Not now</Button>
        <Button kind="primary" type="submit" isArmed={isTyped && isKnown && fault === null}>
          Go on to the wallet
        </Button>
      </div>
    </form>
  )
}
