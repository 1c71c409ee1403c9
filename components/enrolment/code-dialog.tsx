'use client'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { Address } from 'viem'
import type { EnrolmentLine } from '@/db/queries/enrolment'
import { displayText } from '@/lib/core/display-text'
import { callFlow } from '../flows/client'
import type { Person } from '../security/person'
import { Dialog } from '../ui/dialog'
import { HexGroups } from '../ui/hex-groups'
import { SelectField } from '../ui/select-field'
import { PasskeyStep } from '../wallet/passkey-step'
import { useLast } from '../wallet/use-last'
import { CodeShown } from './code-shown'

type CodeDialogProps = {
  /** Null keeps it closed. */
  line: EnrolmentLine | null
  person: Person
  onClose: () => void
}

type Issued = { readonly code: string; readonly until: Date }

/**
 * Issues a code. It is made in this browser and the desk gets its hash alone, so nobody but the admin who stands here, and
 * whom they give it to, ever knows it.
 */
export function CodeDialog({ line, person, onClose }: CodeDialogProps) {
  const last = useLast(line)
  const router = useRouter()
  if (last === null) return null

  function leave() {
    onClose()
    router.refresh()
  }

  return (
    <Dialog isOpen={line !== null} title={`A code for ${displayText(last.name, 80)}`} onClose={leave}>
      {line !== null && <Steps line={line} person={person} onDone={leave} />}
    </Dialog>
  )
}

type StepsProps = { line: EnrolmentLine; person: Person; onDone: () => void }

function Steps({ line, person, onDone }: StepsProps) {
  const [issued, setIssued] = useState<Issued | null>(null)
  return issued === null ? (
    <IssueStep line={line} person={person} onIssued={setIssued} onCancel={onDone} />
  ) : (
    <CodeShown {...issued} name={displayText(line.name, 80)} onDone={onDone} />
  )
}

type IssueStepProps = {
  line: EnrolmentLine
  person: Person
  onIssued: (issued: Issued) => void
  onCancel: () => void
}

function IssueStep({ line, person, onIssued, onCancel }: IssueStepProps) {
  const [first] = line.addresses
  const [address, setAddress] = useState<Address | undefined>(first)
  // Made when the passkey is asked first; nothing was issued for it before its answer holds.
  const code = useRef('')
  if (address === undefined) return null

  const makeGrant = async () => {
    const { CODE_BYTES, codeHash, createCode } = await import('@/lib/approve/enrolment-code')
    code.current ||= createCode(crypto.getRandomValues(new Uint8Array(CODE_BYTES)))
    return { memberId: line.memberId, address, codeHash: codeHash(code.current) }
  }

  return (
    <>
      {line.addresses.length > 1 && (
        <SelectField
          id="code-address"
          label="Address they sign in with"
          value={address}
          onChange={({ target }) => setAddress(line.addresses.find((one) => one === target.value))}
        >
          {line.addresses.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </SelectField>
      )}
      <PasskeyStep
        sentence={
          <>
            Let {displayText(line.name, 80)} enrol a first passkey, once, within 30 minutes, signed in with{' '}
            <HexGroups hex={address} />.
          </>
        }
        isDemo={person.isDemo}
        onCancel={onCancel}
        request={async () => {
          const { issueCodeSubject } = await import('@/lib/approve/passkey-subjects')
          return {
            ...{ action: 'issue-enrolment-code', subject: issueCodeSubject(await makeGrant()), policyVersion: 0 },
            ...{ installation: person.installation, memberId: person.memberId },
          }
        }}
        onProof={async (proof) => {
          const { expiresAt } = await callFlow('issue-enrolment-code', await makeGrant(), proof)
          onIssued({ code: code.current, until: new Date(expiresAt) })
        }}
      />
    </>
  )
}
