'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { Button } from '../ui/button'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useReview } from './review-context'

const LINES = [
  ['hurry', 'Nobody, on a call or beside me, asks me to hurry.'],
  ['screen', 'My screen is shared with nobody.'],
  ['source', 'I read the recipient’s address from a source of my own, not from a message about this withdrawal.'],
] as const

/** Before the wallet of a high withdrawal: what no machine can check, and a way out that looks like any other hold. */
export default function PauseStep({ onCalm }: { onCalm: () => void }) {
  const { page, show } = useReview()
  const [said, setSaid] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()
  const isCalm = LINES.every(([id]) => said.includes(id))

  async function call() {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      await callFlow('call-compliance', { withdrawalId: page.id })
      show(null)
      router.refresh()
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <form
      className="step"
      onSubmit={(event) => {
        event.preventDefault()
        if (isCalm) onCalm()
      }}
    >
      <p className="say">Before your wallet opens, three things that only you can know.</p>
      <fieldset className="roles">
        <legend>True now</legend>
        {LINES.map(([id, words]) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={said.includes(id)}
              onChange={({ target }) => setSaid(target.checked ? [...said, id] : said.filter((one) => one !== id))}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
      {problem !== null && <FormProblem sentence={problem} />}
      <div className="dialog-actions">
        <Button onClick={() => show(null)}>Not now</Button>
        <Button isArmed={!isBusy} onClick={() => void call()}>
          I am under pressure
        </Button>
        <Button kind="primary" type="submit" isArmed={isCalm}>
          All three are true
        </Button>
      </div>
    </form>
  )
}
