'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import type { Reviewed } from '@/lib/flows/gather-review'
import { callFlow, FlowError } from '../flows/client'
import { askedWords } from './asked-words'
import { Button, buttonClass } from '../ui/button'
import { Dock } from '../ui/dock'
import { clockMinute } from '../review/times'
import { WalletProblem } from '../wallet/wallet-problem'
import { toInput } from './draft'
import { useStaging } from './stage-context'

const StepUpDialog = lazy(async () => ({ default: (await import('../wallet/step-up-dialog')).StepUpDialog }))

/** The one solid button: it stages exactly what the preview shows, with the passkey bound to it. */
export function StageDock() {
  const staging = useStaging()
  const { draft, preview, isPreviewed, isPreviewing, keptAt, discard, safe, refuse, spend, stagedElsewhere } = staging
  const { demo, installation, member } = staging
  const [isOpen, setIsOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  const router = useRouter()
  const frozen = preview?.answer.frozen ?? null
  const isArmed = preview !== null && isPreviewed && !isPreviewing && stagedElsewhere === null && frozen === null
  const what = preview === null ? 'a withdrawal' : askedWords(preview.answer.reviewed)
  const chain = findChain(safe?.chainId ?? 0)?.name ?? 'its chain'
  const label = `Stage ${what} on ${chain}`
  const kept = keptAt === null ? 'Nothing typed yet' : `Draft kept ${clockMinute(keptAt)} UTC, in this browser`
  const untaken = draft.list.trim() === '' ? '' : 'The pasted list is not part of it until its legs are taken. '

  return (
    <>
      <Dock
        status={
          <b>
            {stagedElsewhere !== null
              ? `Staged already, in another window: ${stagedElsewhere}.`
              : isPreviewing
                ? 'Previewing.'
                : frozen !== null && isPreviewed
                  ? frozen
                  : isArmed
                    ? readyWords(preview.answer.reviewed)
                    : 'Preview it first.'}
          </b>
        }
        detail={
          stagedElsewhere === null
            ? `${kept}. ${untaken}Staging fixes the transaction; an edit is a new one.`
            : 'Change the form to stage something else, or discard it.'
        }
      >
        {stagedElsewhere !== null && (
          <Link className={buttonClass('quiet')} href={`/withdrawals/${stagedElsewhere}`} prefetch={false}>
            Open {stagedElsewhere}
          </Link>
        )}
        {(keptAt !== null || stagedElsewhere !== null) && <Button onClick={discard}>Discard the draft</Button>}
        <Button
          kind="primary"
          data-key="a"
          isArmed={isArmed}
          onClick={() => {
            if (!isArmed) return leadToProblem()
            setWasOpened(true)
            setIsOpen(true)
          }}
        >
          {label}
        </Button>
      </Dock>
      {wasOpened && preview !== null && (
        <Suspense fallback={null}>
          <StepUpDialog
            isOpen={isOpen}
            title="Stage a withdrawal"
            sentence={`${label}, from ${displayText(preview.answer.safeName, 80)}.`}
            isDemo={demo !== null}
            onCancel={() => setIsOpen(false)}
            request={async () => {
              const [{ stageSubject }, { draftFault }] = await Promise.all([
                import('@/lib/approve/subjects'),
                import('./draft-fault'),
              ])
              const { assessment, policy } = preview.answer.reviewed
              const fault = draftFault(preview.of, safe, assessment)
              if (fault !== null) throw new WalletProblem(fault)
              return {
                action: 'stage',
                subject: stageSubject({
                  class: assessment.class,
                  safe: assessment.staged.safe,
                  intent: assessment.intent,
                  nonce: null,
                }),
                policyVersion: policy.version,
                installation,
                memberId: member.id,
              }
            }}
            onProof={async (proof) => {
              try {
                const { id } = await callFlow('stage', toInput(preview.of), proof)
                spend(id)
                router.push(`/withdrawals/${id}`)
              } catch (error) {
                if (error instanceof FlowError && error.problems.length > 0) {
                  refuse(error)
                  setIsOpen(false)
                  return
                }
                throw error
              }
            }}
          />
        </Suspense>
      )}
    </>
  )
}

function readyWords({ assessment, requirement }: Reviewed): string {
  if (assessment.verdict === 'block' || requirement.decision === 'block') return 'It would be blocked.'
  if (requirement.decision === 'hold') return 'It would be held.'
  return assessment.verdict === 'warn' ? 'Read its warning first. Then it can be staged.' : 'Ready to stage.'
}

function leadToProblem(): void {
  const field =
    document.querySelector<HTMLElement>('[aria-invalid="true"]') ??
    document.querySelector<HTMLElement>('form [type="submit"]')
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
