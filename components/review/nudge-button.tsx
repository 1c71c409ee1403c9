'use client'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'

/** For the initiator, while approvals are missing: asks for them once more. The desk allows it once an hour. */
export function NudgeButton({ withdrawalId }: { withdrawalId: string }) {
  const [isBusy, setIsBusy] = useState(false)
  const [asked, setAsked] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function ask() {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      const { asked: count } = await callFlow('nudge', { withdrawalId })
      const said = count === 1 ? 'One person gets a notice.' : `${count} people get a notice.`
      setAsked(said)
      announce(said)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <>
      {problem !== null && <FormProblem sentence={problem} />}
      {asked === null ? (
        <Button isArmed={!isBusy} onClick={ask}>
          Ask them again
        </Button>
      ) : (
        <p className="det">{asked}</p>
      )}
    </>
  )
}
