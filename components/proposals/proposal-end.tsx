'use client'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { callFlow, FlowError } from '../flows/client'
import type { Person } from '../security/person'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { FormProblem } from '../wallet/form-problem'
import { StepUpDialog } from '../wallet/step-up-dialog'
import type { Drafted, ProposalForm } from './use-proposal'

type ProposalEndProps = {
  form: ProposalForm
  person: Person
  /** Fields of this form that show a problem of their own, as the desk names them. */
  fields: readonly string[]
  /** What the button and the passkey say: "Propose to serve Treasury Safe". */
  action: string
  /** What the passkey confirms, from what is displayed. */
  sentence: (drafted: Drafted) => ReactNode
  /** Where there is more to show than the proposal itself. */
  onProposed?: (proposalId: string) => void
}

/** The end of every form that proposes a change: why, and the passkey. */
export function ProposalEnd({ form, person, fields, action, sentence, onProposed }: ProposalEndProps) {
  const router = useRouter()
  const { drafted } = form
  const problem = form.problemFor([...fields, 'reason'])
  return (
    <>
      <AreaField
        id="proposal-reason"
        label="Why"
        hint="For the admin who has to agree. It stays in the log."
        rows={2}
        maxLength={500}
        value={form.reason}
        onChange={(event) => form.setReason(event.target.value)}
        error={form.errorOf('reason')}
      />
      {problem !== null && <FormProblem sentence={problem} />}
      <div className="dialog-actions">
        <Button kind="primary" type="submit" isArmed={!form.isBusy}>
          {form.isBusy ? 'Checking it' : action}
        </Button>
      </div>
      <StepUpDialog
        isOpen={drafted !== null}
        title={action}
        sentence={drafted && sentence(drafted)}
        isDemo={person.isDemo}
        onCancel={form.drop}
        request={async () => {
          const { proposeSubject } = await import('@/lib/approve/proposal-subjects')
          if (drafted === null) throw new Error('a dialog is open with what it confirms')
          return {
            ...{ action: 'propose-change', subject: proposeSubject({ kind: form.kind, ...drafted }), policyVersion: 0 },
            ...{ installation: person.installation, memberId: person.memberId },
          }
        }}
        onProof={async (proof) => {
          if (drafted === null) return
          try {
            const { proposalId } = await callFlow('propose-change', { kind: form.kind, ...drafted }, proof)
            announce(`Proposed as ${proposalId}`)
            if (onProposed) onProposed(proposalId)
            else router.push(`/admin/proposals/${proposalId}`)
          } catch (error) {
            // What changed meanwhile is said at its field, with everything typed still there.
            if (!(error instanceof FlowError) || error.problems.length === 0) throw error
            form.drop()
            form.fail(error)
          }
        }}
      />
    </>
  )
}
