'use client'
import { lazy, memo, Suspense } from 'react'
import { displayText } from '@/lib/core/display-text'
import { TERMINAL } from '@/lib/stage/lifecycle'
import { WhenNear } from '../ui/when-near'
import { CallsSection } from './calls-section'
import { ChecklistSection } from './checklist-section'
import { ClausesSection } from './clauses-section'
import { DeviceSection } from './device-section'
import { grouped } from './effect-words'
import { FindingsSection } from './findings-section'
import { HistorySection } from './history-section'
import { ProofSection } from './proof-section'
import { RawSection } from './raw-section'
import { RequirementSection } from './requirement-section'
import { useReview } from './review-context'
import { ReviewDialogs } from './review-dialogs'
import { ReviewHead } from './review-head'
import { ReviewVerdict } from './review-verdict'
import { utcTime } from './times'

// What few withdrawals have, no other page loads.
const ConflictNote = lazy(async () => ({ default: (await import('./conflict-note')).ConflictNote }))
const DriftNote = lazy(async () => ({ default: (await import('./drift-note')).DriftNote }))
const QuestionNote = lazy(async () => ({ default: (await import('./question-note')).QuestionNote }))
const StoppedSection = lazy(async () => ({ default: (await import('./stopped-section')).StoppedSection }))
const SubmissionSection = lazy(async () => ({ default: (await import('./submission-section')).SubmissionSection }))
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
          <Suspense>
            {page.conflict !== null && <ConflictNote conflict={page.conflict} />}
            {page.drift !== null && <DriftNote drift={page.drift} viewer={page.viewer} />}
            {page.questions.length > 0 && <QuestionNote />}
          </Suspense>
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
          <Suspense>{isBlocked && <StoppedSection />}</Suspense>
          {!isBlocked && page.viewer.approve.isOpen && <ChecklistSection />}
          <DeviceSection isRefused={isBlocked} />
          {page.isLive && !TERMINAL.includes(page.state) && <ProofSection />}
          <RequirementSection />
          <Suspense>{page.submission !== null && <SubmissionSection submission={page.submission} />}</Suspense>
          <HistorySection />
        </aside>
        <RawSection />
      </div>
      <ReviewDialogs />
    </>
  )
}
