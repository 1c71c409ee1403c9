'use client'
import { type SubmitEvent, useId, useState } from 'react'
import type { ChecklistLine } from '@/lib/approve/checklist'
import { displayText } from '@/lib/core/display-text'
import { Button } from '../ui/button'
import { useReview } from './review-context'

/** The one line that is asked now. A wrong answer never says what the right one is. */
export function OpenLine({ line, number }: { line: ChecklistLine; number: number }) {
  const { answer } = useReview()
  const [problem, setProblem] = useState('')
  const id = useId()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const code = String(given.get('code') ?? '').trim()
    const text = String(given.get('answer') ?? '')
    const isNamed = line.kind !== 'acknowledge' || code.toUpperCase() === line.code
    if (isNamed && answer(line, text)) return focusNext()
    setProblem(isNamed ? wrongWords(line, text) : 'Type the name of the finding as it stands in §2.')
  }

  return (
    <li className="now" aria-current="step">
      <span className="n">{number}</span>
      <span>
        <b>{displayText(line.challenge, 300)}</b>
      </span>
      <span className="dots" />
      <span className="rsp">Your turn</span>
      <span className="sub">{hintOf(line)}</span>
      <form className="in" onSubmit={submit} autoComplete="off">
        {line.kind === 'acknowledge' && (
          <>
            <label className="sr" htmlFor={`${id}-code`}>
              Name of the finding
            </label>
            <input
              id={`${id}-code`}
              name="code"
              className="long"
              spellCheck={false}
              placeholder={line.code}
              data-open-line
            />
            <label className="sr" htmlFor={`${id}-reason`}>
              Your reason
            </label>
            <input id={`${id}-reason`} name="answer" className="long" maxLength={500} placeholder="Your reason" />
          </>
        )}
        {line.kind === 'type' && (
          <>
            <label className="sr" htmlFor={`${id}-answer`}>
              {line.challenge}
            </label>
            <input
              id={`${id}-answer`}
              name="answer"
              className={line.decimals === null ? undefined : 'long'}
              spellCheck={false}
              aria-invalid={problem !== '' || undefined}
              aria-describedby={`${id}-problem`}
              data-open-line
            />
          </>
        )}
        <Button type="submit" {...(line.kind === 'confirm' && { 'data-open-line': true })}>
          {line.kind === 'confirm' ? `I see: ${displayText(line.response)}` : 'Answer'}
        </Button>
      </form>
      <p className="err" id={`${id}-problem`} role="status">
        {problem}
      </p>
    </li>
  )
}

const CHARACTERS = 8

function hintOf(line: ChecklistLine): string {
  if (line.kind === 'confirm') return 'Look at the page, then answer what it shows.'
  if (line.kind === 'type')
    return line.decimals === null
      ? 'Groups are of four characters, counted from 1 after the 0x. Type them from the payment order, not from this page.'
      : 'Type it from the payment order, not from this page.'
  return `Type ${line.code} and your reason, at least eight characters. Both are recorded with your approval.`
}

function wrongWords(line: ChecklistLine, text: string): string {
  if (line.kind === 'confirm') return 'This does not hold here, so it cannot be confirmed. Read §1, then reject.'
  if (line.kind === 'acknowledge') return 'Give a reason of at least eight characters.'
  if (text.trim() === '') return line.decimals === null ? 'Type eight characters.' : 'Type the amount.'
  // A shorter or longer answer tells nothing of what is right, so saying so gives nothing away.
  const typed = text.replace(/^\s*0x/i, '').replace(/[\s-]/g, '').length
  if (line.decimals === null && typed !== CHARACTERS)
    return `You typed ${typed} ${typed === 1 ? 'character' : 'characters'}; two groups are ${CHARACTERS}. They are counted from 1 after the 0x, four characters each.`
  return 'That is not what this page shows. Check your source. If your source is right, reject.'
}

// The next line opens after this render; the approve button follows the last one.
function focusNext(): void {
  requestAnimationFrame(() => {
    const next =
      document.querySelector<HTMLElement>('[data-open-line]') ?? document.querySelector<HTMLElement>('[data-key="a"]')
    next?.focus()
  })
}
