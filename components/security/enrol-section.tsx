'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { callFlow, FlowError } from '../flows/client'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { Section } from '../ui/section'
import { TextField } from '../ui/text-field'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import type { Person } from './person'

type Problem = { readonly code?: string; readonly label?: string; readonly sentence?: string }

/** Who has no passkey here: the code from an admin, then the passkey. The code itself never leaves this browser. */
export function EnrolSection({ person }: { person: Person }) {
  const [code, setCode] = useState('')
  const [label, setLabel] = useState('')
  const [problem, setProblem] = useState<Problem>({})
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    setIsBusy(true)
    setProblem({})
    try {
      setProblem(await enrol(person, code, label))
      router.refresh()
    } catch (error) {
      setProblem(problemOf(error))
    }
    setIsBusy(false)
  }

  return (
    <Section id="enrol" title="Your first passkey">
      <form className="step enrol" onSubmit={submit} noValidate>
        <p className="say">
          You have no passkey here, so you can read, reject and freeze. Ask an admin for a code; it works once, within
          30 minutes, with the wallet you signed in with.
        </p>
        <div className="fields halves">
          <TextField
            id="enrol-code"
            label="Code from an admin"
            face="bytes"
            hint="Five groups of five"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            error={problem.code}
          />
          <TextField
            id="enrol-label"
            label="What you call this passkey"
            hint="Such as “blue key”"
            maxLength={60}
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            error={problem.label}
          />
        </div>
        {problem.sentence !== undefined && <FormProblem sentence={problem.sentence} />}
        <div className="entry-actions">
          <Button kind="primary" type="submit" isArmed={!isBusy}>
            {isBusy ? 'Your device is asking' : 'Make the passkey'}
          </Button>
        </div>
      </form>
    </Section>
  )
}

async function enrol(person: Person, typed: string, label: string): Promise<Problem> {
  const { proveCode, readCode } = await import('@/lib/approve/enrolment-code')
  const code = readCode(typed)
  if (code === null) return { code: 'A code is five groups of five letters and digits.' }
  if (label.trim() === '') return { label: 'Give the passkey a name, so that you know it again.' }
  const { makePasskey } = await import('./make-passkey')
  const { registration, passkey } = await makePasskey(person)
  const statement = { installation: person.installation, memberId: person.memberId, passkey }
  await callFlow('enrol-first-passkey', { registration, label, code: proveCode(code, statement) })
  announce('Your passkey is enrolled.')
  return {}
}

function problemOf(error: unknown): Problem {
  const field = error instanceof FlowError ? error.problems.find((one) => one.field === 'label') : undefined
  return field === undefined ? { sentence: sentenceOf(error) } : { label: field.message }
}
