'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { IMPORT_LIMIT_BYTES } from '@/lib/verify/limits'
import { callFlow, FlowError } from '../flows/client'
import { readListFile } from '../stage/read-list-file'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { FileField } from '../ui/file-field'
import { TextField } from '../ui/text-field'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { absentFields, type FormSafe } from './absent-fields'

type Problem = { readonly field: 'text' | 'chainId' | 'version' | 'note' | 'form'; readonly sentence: string }

const LIMIT = {
  bytes: IMPORT_LIMIT_BYTES,
  words: (bytes: number) => `It has ${Math.ceil(bytes / 1024)} kB; up to 1 MB is taken.`,
}

/** Paste, drop or choose a transaction. Whatever is wrong with it, nothing that was typed is lost. */
export function ImportForm({ safes }: { safes: readonly FormSafe[] }) {
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const [typed, setTyped] = useState<{ chainId?: string; version?: string }>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()
  const absent = absentFields(text, safes)
  const chainId = typed.chainId ?? String(absent.known?.chainId ?? '')
  const version = typed.version ?? absent.known?.version ?? ''
  const errorOf = (field: Problem['field']) => (problem?.field === field ? problem.sentence : undefined)

  async function take(files: FileList | null) {
    const answer = await readListFile(files, LIMIT)
    if (answer === null) return
    if (!answer.ok) return setProblem({ field: 'text', sentence: answer.sentence })
    setProblem(null)
    setText(answer.text)
  }

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      const beside = { ...(absent.chainId && { chainId }), ...(absent.version && { version }) }
      const { importId, isNew } = await callFlow('import-transaction', { text, note, ...beside })
      announce(isNew ? `Kept as ${importId}` : `It was here already, as ${importId}`)
      router.push(`/inspect/${importId}`)
    } catch (error) {
      setProblem(problemOf(error, absent))
      setIsBusy(false)
    }
  }

  return (
    <form className="fields" onSubmit={submit} noValidate>
      <FileField
        id="import-file"
        label="From a file"
        accept=".json,.txt,application/json,text/plain"
        take={take}
        hint="JSON, up to 1 MB. It is read into the field below; a file can be dropped there as well."
      />
      <AreaField
        id="import-text"
        label="Transaction"
        face="bytes"
        rows={10}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes('Files')) event.preventDefault()
        }}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return
          event.preventDefault()
          void take(event.dataTransfer.files)
        }}
        hint="One transaction as JSON: what the Safe Transaction Service answers, or the form of the offline verifier. Bring its signatures with it: they tell who signed. They are kept encrypted and never used. A context that stands in it is not believed: the desk asks the chain and its own books."
        error={errorOf('text')}
      />
      {(absent.chainId || absent.version) && (
        <div className="fields halves">
          {absent.chainId && (
            <TextField
              id="import-chain"
              label="Chain id"
              inputMode="numeric"
              autoComplete="off"
              value={chainId}
              onChange={(event) => setTyped({ ...typed, chainId: event.target.value })}
              hint={besideWords(absent.known, 'The transaction does not say it. Ethereum is 1.')}
              error={errorOf('chainId')}
            />
          )}
          {absent.version && (
            <TextField
              id="import-version"
              label="Version of the Safe"
              autoComplete="off"
              value={version}
              onChange={(event) => setTyped({ ...typed, version: event.target.value })}
              hint={besideWords(
                absent.known,
                'The transaction does not say it. As the Safe itself answers, such as 1.4.1.',
              )}
              error={errorOf('version')}
            />
          )}
        </div>
      )}
      <AreaField
        id="import-note"
        label="Why you bring it"
        hint="Where it came from, and what made you look. Everybody here reads it. May stay empty."
        rows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        error={errorOf('note')}
      />
      {problem?.field === 'form' && <FormProblem sentence={problem.sentence} />}
      <div className="dialog-actions">
        <Button kind="primary" type="submit" isArmed={!isBusy}>
          {isBusy ? 'Reading and judging it' : 'Inspect this transaction'}
        </Button>
      </div>
    </form>
  )
}

const besideWords = (known: FormSafe | null, unknown: string) => (known === null ? unknown : `As ${known.name} has it.`)

// A sentence stands at the field that it names where that is on the page, else at the text that it is about.
function problemOf(error: unknown, absent: { chainId: boolean; version: boolean }): Problem {
  const sentence = sentenceOf(error)
  if (!(error instanceof FlowError) || error.code !== 'BAD_INPUT') return { field: 'form', sentence }
  const named = error.problems[0]?.field ?? ''
  if (named === 'note') return { field: 'note', sentence }
  if (named === 'chainId' && absent.chainId) return { field: 'chainId', sentence }
  if (['version', 'safeVersion'].includes(named) && absent.version) return { field: 'version', sentence }
  return { field: 'text', sentence }
}
