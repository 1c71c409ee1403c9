'use client'
import type { ChecklistLine as Line } from '@/lib/approve/checklist'
import { displayText } from '@/lib/core/display-text'
import { Icon } from '../ui/icon'
import { Section } from '../ui/section'
import { OpenLine } from './open-line'
import { useReview } from './review-context'

/** Signing is a checklist answered line by line. Only the first open line is inverted and can be answered. */
export function ChecklistSection() {
  const { lines, answers, openLines } = useReview()
  const [open] = openLines
  return (
    <Section
      id="r2"
      title="Challenge and response"
      meta={`${lines.length - openLines.length} of ${lines.length} answered`}
    >
      {/* Once begun, what was answered for stays as it is until a change is asked for. */}
      <ol className="chk" data-hold-still={openLines.length < lines.length ? '' : undefined}>
        {lines.map((line, at) =>
          line === open ? (
            <OpenLine key={line.id} line={line} number={at + 1} />
          ) : (
            <SettledLine key={line.id} line={line} number={at + 1} answer={answers[line.id]} />
          ),
        )}
      </ol>
    </Section>
  )
}

function SettledLine({ line, number, answer }: { line: Line; number: number; answer: string | undefined }) {
  const { reopen } = useReview()
  return (
    <li className={answer === undefined ? 'todo' : undefined}>
      <span className="n">{number}</span>
      <span>{displayText(line.challenge, 300)}</span>
      <span className="dots" />
      <span className="rsp">
        {answer === undefined ? (
          pendingWords(line)
        ) : (
          <button className="copy" type="button" onClick={() => reopen(line)}>
            {responseWords(line, answer)}
            <span className="sr">, answered; answer it again</span>
          </button>
        )}
        {answer !== undefined && <Icon name="v-pass" />}
      </span>
    </li>
  )
}

function responseWords(line: Line, answer: string): string {
  if (line.kind === 'confirm') return displayText(line.response)
  if (line.kind === 'acknowledge') return line.code
  return displayText(answer, 40)
}

const pendingWords = (line: Line) =>
  line.kind === 'type' ? 'to type' : line.kind === 'acknowledge' ? 'to acknowledge' : 'to confirm'
