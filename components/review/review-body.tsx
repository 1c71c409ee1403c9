'use client'
import { lazy, memo, Suspense } from 'react'
import { displayText } from '@/lib/core/display-text'
import { TERMINAL } from '@/lib/stage/lifecycle'
import { WhenNear } from '../ui/when-near'
import { CallsSection } from './calls-section'
import { ChecklistSection } from './checklist-section'
import { ClausesSection } from './clauses-section'
import { ConflictNote } from './conflict-note'
import { DeviceSection } from './device-section'
import { grouped } from './effect-words'
import { FindingsSection } from './findings-section'
import { HistorySection } from './history-section'
import { ProofSection } from './proof-section'
import { QuestionNote } from './question-note'
import { RawSection } from './raw-section'
import { RequirementSection } from './requirement-section'
import { useReview } from './review-context'
import { ReviewDialogs } from './review-dialogs'
import { ReviewHead } from './review-head'
import { ReviewVerdict } from './review-verdict'
import { StoppedSection } from './stopped-section'
import { SubmissionSection } from './submission-section'
import { utcTime } from './times'

// Not needed to approve: the page can be read before they are there. Answers given beside a batch do not draw them again.
const FlowPicture = lazy(async () => ({ default: memo((await import('./flow-picture')).FlowPicture) }))
const RunPart = lazy(async () => ({ default: memo((await import('./run-part')).RunPart) }))

/**
 * The review in its reading order. Drawn in the browser from the very object that the browser hashes: what is displayed
 * and what is verified cannot be two things.
 */
export function ReviewBody() {
  const { page, assessed, clauses } = useReview()
  const { findings, effects } = page.reviewed.assessment
  const isBlocked = page.state === 'blocked' || page.reviewed.assessment.verdict === 'block'
  const block = effects.kind === 'simulated' ? ` at block ${grouped(effects.block.number)}` : ''
  return (
    <>
      <ReviewHead />
      <div className="wrap cols">
        <div>
          <ConflictNote />
          <QuestionNote />
          <ReviewVerdict />
          <ClausesSection
            assessed={assessed}
            clauses={clauses}
            askedBy={`by ${displayText(page.initiator.name)}, ${utcTime(page.stagedAt)}, as staged`}
            isOver={TERMINAL.includes(page.state)}
            picture={
              <Suspense fallback={null}>
                <FlowPicture assessed={assessed} />
              </Suspense>
            }
          />
          <FindingsSection
            number="§2"
            findings={findings}
            clauses={clauses}
            past={page.reviewed}
            meta={`${findings.length} checks${block}`}
          />
          <CallsSection assessed={assessed} clauses={clauses} />
          <WhenNear>
            <Suspense fallback={null}>
              <RunPart assessed={assessed} />
            </Suspense>
          </WhenNear>
        </div>
        <aside className="rail" aria-label="Sign-off">
          {isBlocked && <StoppedSection />}
          {!isBlocked && page.viewer.approve.isOpen && <ChecklistSection />}
          <DeviceSection isRefused={isBlocked} />
          {page.isLive && !TERMINAL.includes(page.state) && <ProofSection />}
          <RequirementSection />
          <SubmissionSection />
          <HistorySection />
        </aside>
        <RawSection />
      </div>
      <ReviewDialogs />
    </>
  )
}
