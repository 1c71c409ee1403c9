'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { StandingProposal } from '@/lib/approve/proposal-subjects'
import { callFlow } from '../flows/client'
import type { Person } from '../security/person'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Section } from '../ui/section'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { StepUpDialog } from '../wallet/step-up-dialog'

type DecideSectionProps = { proposal: StandingProposal; sentence: string; authorName: string; person: Person }

/** A second admin agrees with a passkey, or anybody of them ends it with a reason. */
export function DecideSection({ proposal, sentence, authorName, person }: DecideSectionProps) {
  const [isAgreeing, setIsAgreeing] = useState(false)
  const [isRefusing, setIsRefusing] = useState(false)
  const router = useRouter()
  const isOwn = proposal.authorId === person.memberId
  return (
    <Section id="decide" title={isOwn ? 'You proposed this' : 'It waits for a second admin'}>
      <p className="say">
        {isOwn
          ? 'Another admin has to agree. You can take it back until then.'
          : `Compare it with what ${authorName} told you, where you know their voice. Once you agree it is done.`}
      </p>
      <div className="entry-actions">
        {!isOwn && (
          <Button kind="primary" onClick={() => setIsAgreeing(true)}>
            Agree to {proposal.id}
          </Button>
        )}
        <Button onClick={() => setIsRefusing(true)}>{isOwn ? 'Take it back' : 'Refuse'}</Button>
      </div>
      <StepUpDialog
        isOpen={isAgreeing}
        title={`Agree to ${proposal.id}`}
        sentence={`${sentence} Proposed by ${authorName}. You agree to every word of it.`}
        isDemo={person.isDemo}
        onCancel={() => setIsAgreeing(false)}
        request={async () => {
          const { agreeSubject } = await import('@/lib/approve/proposal-subjects')
          return {
            ...{ action: 'agree-to-change', subject: agreeSubject(proposal), policyVersion: 0 },
            ...{ installation: person.installation, memberId: person.memberId },
          }
        }}
        onProof={async (proof) => {
          await callFlow('agree-to-change', { proposalId: proposal.id }, proof)
          announce(`${proposal.id} is done`)
          setIsAgreeing(false)
          router.refresh()
        }}
      />
      <RefuseDialog
        isOpen={isRefusing}
        title={isOwn ? `Take ${proposal.id} back` : `Refuse ${proposal.id}`}
        proposalId={proposal.id}
        onClose={() => setIsRefusing(false)}
      />
    </Section>
  )
}

type RefuseDialogProps = { isOpen: boolean; title: string; proposalId: string; onClose: () => void }

function RefuseDialog({ isOpen, title, proposalId, onClose }: RefuseDialogProps) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()

  async function refuse() {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      await callFlow('refuse-change', { proposalId, reason: reason.trim() })
      announce(`${proposalId} is ended`)
      onClose()
      router.refresh()
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <div className="step">
        <AreaField
          id="refuse-reason"
          label="Reason"
          hint="At least eight characters. It stays beside the proposal; the same can be proposed again."
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {problem !== null && <FormProblem sentence={problem} />}
        <div className="dialog-actions">
          <Button onClick={onClose}>Not now</Button>
          <Button kind="primary" isArmed={!isBusy} onClick={() => void refuse()}>
            {title}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
