import { type ClipboardEvent, type DragEvent, useState } from 'react'
import { AppError } from '@/lib/core/errors'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { FILE_LIMIT_BYTES, readCases } from '@/lib/verify/read-file'
import { type Report, verifyCase } from '@/lib/verify/verify-case'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { ReportList } from './report-list'
import { ReportView } from './report-view'

/** More would be a list that nobody reads; the command line judges any number. */
const MOST = 100

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'judging' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'judged'; readonly reports: readonly Report[] }

/** The page of verify.html: one or more transactions in, their judgement out, without a network. */
export function Verifier() {
  const [text, setText] = useState('')
  const [answer, setAnswer] = useState<Answer>({ kind: 'none' })

  async function judge(given: string) {
    setText(given)
    setAnswer({ kind: 'judging' })
    // Lets the page say so before the work begins.
    await new Promise((resolve) => setTimeout(resolve))
    setAnswer(await answerTo(given))
  }

  async function take(file: File) {
    if (file.size > FILE_LIMIT_BYTES)
      return setAnswer({ kind: 'refused', sentence: `${file.name} has ${megabytes(file.size)}; up to 20 MB are read.` })
    await judge(await file.text())
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    const [file] = event.dataTransfer.files
    if (file) void take(file)
  }

  function paste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const pasted = event.clipboardData.getData('text')
    if (text !== '' || pasted.trim() === '') return
    event.preventDefault()
    void judge(pasted)
  }

  return (
    <main className="wrap" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <h1 className="statement">Verify a Safe transaction</h1>
      <p className="say">
        Paste or drop a transaction as JSON. It is hashed, decoded and judged here: this file has no network and forbids
        itself one.
      </p>
      <AreaField
        id="transaction"
        label="Transaction"
        hint="From the review page, the Safe Transaction Service, or an array of them. Nothing leaves this page."
        face="bytes"
        rows={6}
        spellCheck={false}
        value={text}
        onPaste={paste}
        onChange={(event) => setText(event.target.value)}
        {...(answer.kind === 'refused' && { error: answer.sentence })}
      />
      <div className="dialog-actions">
        <label className="btn">
          Choose a file
          <input
            className="sr"
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const [file] = event.target.files ?? []
              if (file) void take(file)
              event.target.value = ''
            }}
          />
        </label>
        <Button kind="primary" onClick={() => void judge(text)}>
          Verify
        </Button>
      </div>
      <div aria-live="polite">
        {answer.kind === 'judging' && <p className="quiet">Judging it.</p>}
        {answer.kind === 'judged' && <p className="sr">{answer.reports.length} judged.</p>}
      </div>
      {answer.kind === 'judged' && <Reports key={text} reports={answer.reports} />}
    </main>
  )
}

function Reports({ reports }: { reports: readonly Report[] }) {
  const [shown, setShown] = useState(0)
  const report = reports[shown]
  return (
    <>
      {reports.length > 1 && <ReportList reports={reports} shown={shown} onShow={setShown} />}
      {report !== undefined && <ReportView key={shown} report={report} />}
    </>
  )
}

async function answerTo(text: string): Promise<Answer> {
  try {
    if (text.trim() === '') return { kind: 'refused', sentence: 'Nothing is here yet. Paste or choose a transaction.' }
    if (text.length > FILE_LIMIT_BYTES) return { kind: 'refused', sentence: 'Up to 20 MB are read.' }
    const cases = readCases(text)
    if (cases.length > MOST)
      return { kind: 'refused', sentence: `These are ${cases.length} transactions; this page shows up to ${MOST}.` }
    return { kind: 'judged', reports: await Promise.all(cases.map((one) => verifyCase(one, SELECTOR_NAMES))) }
  } catch (error) {
    const sentence = error instanceof AppError ? error.message : 'This could not be judged.'
    return { kind: 'refused', sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1) }
  }
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`
