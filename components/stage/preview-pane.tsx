'use client'
import { memo } from 'react'
import { displayText } from '@/lib/core/display-text'
import type { Reviewed } from '@/lib/flows/gather-review'
import { CallsSection } from '../review/calls-section'
import { ClausesSection } from '../review/clauses-section'
import { FindingsSection } from '../review/findings-section'
import { readClauses } from '../review/read-clauses'
import { duration } from '../review/times'
import { verdictLines } from '../review/verdict-lines'
import { countWord } from '../review/verdict-words'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'
import { Verdict } from '../ui/verdict'
import { WaitBar } from '../ui/wait-bar'
import { useStaging } from './stage-context'

/** What staging would mean: the clauses, findings and requirement that its signers will see. */
export function PreviewPane() {
  const { preview, isPreviewed, isPreviewing, member } = useStaging()
  return (
    <div className="preview">
      {isPreviewing && <WaitBar>Building, simulating and judging it</WaitBar>}
      {preview === null ? (
        <EmptyState title="What it would do stands here.">
          Say what should happen and why. The desk builds the transaction, simulates it and judges it.
        </EmptyState>
      ) : (
        <>
          {!isPreviewed && !isPreviewing && (
            <p className="note" role="status">
              The form changed after this preview. Preview it again before staging.
            </p>
          )}
          <Previewed reviewed={preview.answer.reviewed} safeName={preview.answer.safeName} by={member.name} />
        </>
      )}
    </div>
  )
}

// A batch has hundreds of clauses: typing beside them must not draw them again.
const Previewed = memo(function Previewed({ reviewed, safeName, by }: PreviewedProps) {
  const { assessment, contacts, requirement } = reviewed
  const assessed = { assessment, contacts, safeName, holders: reviewed.holders }
  const clauses = readClauses(assessed)
  const { shown, isStopped, lead, rest, detail } = verdictLines(assessment, requirement, clauses)
  return (
    <>
      <Verdict verdict={shown} {...(detail !== '' && { detail: displayText(detail, 600) })}>
        {isStopped && 'It would be blocked. '}
        {displayText(lead, 600)} {rest}
      </Verdict>
      <ClausesSection assessed={assessed} clauses={clauses} askedBy={`by ${displayText(by)}, not staged yet`} />
      <Section id="need" title="Will need" meta={displayText(requirement.rule ?? 'no rule matches', 120)} isMetaLong>
        <ul className="req">
          {requirement.groups.map(({ id, name, need, eligible }) => (
            <li key={id}>
              <p className="t">
                <b>
                  {displayText(name)}, {need} of {eligible.length}
                </b>
              </p>
              <p className="det">
                {countWord(need)} of {eligible.map((person) => displayText(person.name)).join(', ')}
              </p>
            </li>
          ))}
          {requirement.offlineVerdict && (
            <li>
              <p className="t">
                <b>Offline verdict</b>
                <span>each approver pastes it</span>
              </p>
            </li>
          )}
          <li>
            <p className="t">
              <b>Then</b>
              <span>
                {requirement.delaySeconds > 0 ? `cooling ${duration(requirement.delaySeconds)}` : 'ready at once'},
                nonce {String(assessment.staged.tx.nonce)}
              </span>
            </p>
          </li>
        </ul>
      </Section>
      <FindingsSection
        number="§2"
        findings={assessment.findings}
        clauses={clauses}
        past={reviewed}
        meta={`${assessment.findings.length} checks`}
      />
      <CallsSection assessed={assessed} clauses={clauses} />
    </>
  )
})

type PreviewedProps = { reviewed: Reviewed; safeName: string; by: string }
