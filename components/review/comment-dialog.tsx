'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { displayText } from '@/lib/core/display-text'
import { callFlow, FlowError } from '../flows/client'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useReview } from './review-context'

export function CommentDialog() {
  const { page } = useReview()
  const isAnswer = page.questions.length > 0 && page.viewer.memberId === page.initiator.memberId
  return <WordsDialog name="comment" title={isAnswer ? `Answer on ${page.id}` : `Comment on ${page.id}`} />
}

export function AskDialog() {
  const { page } = useReview()
  return <WordsDialog name="ask" title={`Ask ${displayText(page.initiator.name, 60)} about ${page.id}`} />
}

/** Words beside a withdrawal. They stop nothing and approve nothing. */
function WordsDialog({ name, title }: { name: 'comment' | 'ask'; title: string }) {
  const { page, dialog, show } = useReview()
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<{ field?: string; sentence?: string }>({})
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    setIsBusy(true)
    try {
      await callFlow('comment', { withdrawalId: page.id, words, asksInitiator: name === 'ask' })
      setProblem({})
      setWords('')
      show(null)
      router.refresh()
    } catch (error) {
      const field =
        error instanceof FlowError ? error.problems.find((one) => one.field === 'words')?.message : undefined
      setProblem(field === undefined ? { sentence: sentenceOf(error) } : { field })
    }
    setIsBusy(false)
  }

  return (
    <Dialog isOpen={dialog === name} title={title} onClose={() => show(null)}>
      <form className="step" onSubmit={submit} noValidate>
        <p>Everyone who opens {page.id} reads it, and it stays in the log.</p>
        <p className="quiet">It stops nothing and approves nothing.</p>
        <AreaField
          id={`${name}-words`}
          label={name === 'ask' ? 'Question' : 'Comment'}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          maxLength={1000}
          rows={4}
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
