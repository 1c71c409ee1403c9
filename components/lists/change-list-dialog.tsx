'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import type { ListLine } from '@/db/queries/lists'
import { displayText } from '@/lib/core/display-text'
import type { ProofInput } from '@/lib/flows/step-up'
import { callFlow, FlowError } from '../flows/client'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/text-field'
import { PasskeyStep } from '../wallet/passkey-step'
import type { ListViewer } from './list-viewer'
import { type ListChangeProblems, readListChange, type ListChangeRead } from './read-list-change'

type ChangeListDialogProps = { isOpen: boolean; line: ListLine; viewer: ListViewer; onClose: () => void }

/** How old a list may be, where the desk fetches it, and whether it counts; the passkey confirms all of it. */
export function ChangeListDialog({ isOpen, line, viewer, onClose }: ChangeListDialogProps) {
  const [given, setGiven] = useState({
    ...{ maxAge: String(line.maxAgeHours), url: line.fetched?.url ?? '', isRetired: line.isRetired, reason: '' },
  })
  const [problems, setProblems] = useState<ListChangeProblems>({})
  const [read, setRead] = useState<ListChangeRead | null>(null)
  const router = useRouter()
  const name = displayText(line.name, 80)
  const set = (field: 'maxAge' | 'url' | 'reason') => (event: { target: { value: string } }) =>
    setGiven({ ...given, [field]: event.target.value })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const answer = readListChange(line, given)
    setProblems(answer.problems)
    setRead(answer.read)
  }

  return (
    <Dialog isOpen={isOpen} title={`Change ${name}`} onClose={onClose}>
      {read === null ? (
        <form className="step fields" onSubmit={submit} noValidate>
          <TextField
            id={`${line.id}-age`}
            label="Stale after, hours"
            inputMode="numeric"
            autoComplete="off"
            value={given.maxAge}
            onChange={set('maxAge')}
            error={problems.maxAge}
          />
          <TextField
            id={`${line.id}-url`}
            label="Fetched from"
            type="url"
            autoComplete="off"
            spellCheck={false}
            value={given.url}
            onChange={set('url')}
            hint="An https:// URL that the desk asks by itself. Empty: members import it."
            error={problems.url}
          />
          <fieldset className="roles">
            <legend>State</legend>
            <label>
              <input
                type="checkbox"
                checked={given.isRetired}
                onChange={({ target }) => setGiven({ ...given, isRetired: target.checked })}
              />
              <span>
                <b>retired</b> what it lists stops nothing any more; its history stays
              </span>
            </label>
          </fieldset>
          <AreaField
            id={`${line.id}-reason`}
            label="Reason"
            hint="At least eight characters. It stays in the log, and every admin and compliance is told."
            rows={3}
            maxLength={500}
            value={given.reason}
            onChange={set('reason')}
            error={problems.reason}
          />
          <div className="dialog-actions">
            <Button onClick={onClose}>Not now</Button>
            <Button kind="primary" type="submit">
              Change {name}
            </Button>
          </div>
        </form>
      ) : (
        <PasskeyStep
          sentence={sentenceOf(name, read)}
          isDemo={viewer.isDemo}
          onCancel={() => setRead(null)}
          request={async () => {
            const { changeListSubject } = await import('@/lib/approve/list-subjects')
            const { after, ...asked } = read
            return {
              ...{ action: 'change-list', subject: changeListSubject({ ...asked, number: after + 1 }) },
              ...{ policyVersion: 0, installation: viewer.installation, memberId: viewer.memberId },
            }
          }}
          onProof={async (proof) => {
            const refused = await change(read, proof)
            if (refused !== null) {
              setProblems({ url: refused })
              return setRead(null)
            }
            announce(`${name} is changed`)
            onClose()
            router.refresh()
          }}
        />
      )}
    </Dialog>
  )
}

/** What the desk says of the URL, which it alone can judge; null once it is done. */
async function change(read: ListChangeRead, proof: ProofInput): Promise<string | null> {
  try {
    await callFlow('change-list', read, proof)
    return null
  } catch (error) {
    const refused = error instanceof FlowError && error.problems.find(({ field }) => field === 'url')?.message
    if (refused) return refused
    throw error
  }
}

function sentenceOf(name: string, { maxAgeHours, url, isRetired }: ListChangeRead): string {
  if (isRetired) return `Retire ${name}: nothing that it lists is stopped any more.`
  const from = url === null ? 'It is imported by members.' : `The desk fetches it from ${url}.`
  return `Keep ${name} as good for ${maxAgeHours} hours. ${from}`
}
