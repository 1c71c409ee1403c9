'use client'
import { displayText } from '@/lib/core/display-text'
import { TERMINAL } from '@/lib/stage/lifecycle'
import { Fold } from '../ui/fold'
import { Section } from '../ui/section'
import { Slots } from '../ui/slots'
import { Approver, OpenOwner } from './approver'
import { NudgeButton } from './nudge-button'
import { useReview } from './review-context'
import { duration } from './times'
import { countWord } from './verdict-words'

/** What policy demands, who gave it, and who is missing by name. */
export function RequirementSection() {
  const { page } = useReview()
  const { requirement } = page.reviewed
  const { quorum, viewer, approvals } = page
  const isClosed = page.state === 'blocked' || page.state === 'cancel-pending-onchain' || TERMINAL.includes(page.state)
  const stale = approvals.filter(({ isStale, counts }) => isStale || (page.isLive && !counts))
  return (
    <Section id="r1" title="Requirement" meta={`${quorum.filled} of ${quorum.needed}`} isMetaLong>
      <ul className="req">
        {quorum.groups.map((group) => {
          const isMine = viewer.approve.isOpen && group.missing.some((one) => one.memberId === viewer.memberId)
          const others = group.missing.filter((one) => !isMine || one.memberId !== viewer.memberId)
          const open = group.need - group.filledBy.length - (isMine ? 1 : 0)
          return (
            <li key={group.id}>
              <p className="t">
                <b>
                  {displayText(group.name)}, {group.filledBy.length} of {group.need}
                </b>
                <Slots given={group.filledBy.length} needed={group.need} isYoursOpen={isMine} words={null} />
              </p>
              {inOrder(group.filledBy, approvals).map((person) => (
                <Approver key={person.memberId} memberId={person.memberId} name={person.name} />
              ))}
              {isMine && <OpenOwner />}
              {open > 0 && others.length > 0 && !isClosed && (
                <p className="det">
                  {countWord(open)} more of {others.map(({ name }) => displayText(name)).join(', ')}
                </p>
              )}
            </li>
          )
        })}
        {/* Who may take it back is its initiator. */}
        {page.state === 'awaiting-approvals' && viewer.mayCancel && (
          <li>
            <NudgeButton withdrawalId={page.id} />
          </li>
        )}
        {stale.map((record) => (
          <li key={record.at}>
            <p className="t">
              <b>{displayText(record.memberName)} approved an earlier review</b>
              <Slots given={0} needed={1} stale={1} words={null} />
            </p>
            <p className="det">
              The review changed after it. That approval no longer counts; the signature stays live.
            </p>
          </li>
        ))}
        {requirement.reasons.map((reason) => (
          <li key={reason}>
            <p className="t">
              <b>{requirement.decision === 'block' ? 'Blocks' : 'Holds'}</b>
              <span>{displayText(reason, 300)}</span>
            </p>
          </li>
        ))}
        {requirement.offlineVerdict && (
          <li>
            <p className="t">
              <b>Offline verdict</b>
              <span>each approver pastes it</span>
            </p>
            <p className="det">
              Give the JSON of §4 to verify.html on a machine of your own; approving asks for its line.
            </p>
          </li>
        )}
        <li>
          <p className="t">
            <b>Then</b>
            <span>
              {requirement.delaySeconds > 0 ? `cooling ${duration(requirement.delaySeconds)}` : 'ready at once'}
            </span>
          </p>
        </li>
      </ul>
      <Fold summary="How policy decided">
        <ul className="passed trace">
          {requirement.trace.map((line, at) => (
            <li key={at}>{displayText(line, 300)}</li>
          ))}
        </ul>
      </Fold>
    </Section>
  )
}

/** As they approved, the first one first. */
function inOrder<Person extends { readonly memberId: string }>(
  people: readonly Person[],
  approvals: readonly { readonly memberId: string }[],
): readonly Person[] {
  const placeOf = ({ memberId }: Person) => approvals.findLastIndex((one) => one.memberId === memberId)
  return [...people].sort((a, b) => placeOf(a) - placeOf(b))
}
