import Link from 'next/link'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { displayText } from '@/lib/core/display-text'
import { nearTime, remaining } from '../review/times'
import { buttonClass } from '../ui/button'
import { Slots } from '../ui/slots'
import { StateMark } from '../ui/state-mark'
import { VerdictMark, type VerdictName } from '../ui/verdict'
import { askedParts } from './desk-words'
import type { Naming } from './naming'

type WaitingListProps = {
  lines: readonly WithdrawalLine[]
  nameOf: Naming
  isFrozen: (line: WithdrawalLine) => boolean
  now: Date
}

/** What waits for the reader; only the first has the solid button. */
export function WaitingList({ lines, nameOf, isFrozen, now }: WaitingListProps) {
  return (
    <ol className="wait">
      {lines.map((line, at) => {
        const href = `/withdrawals/${line.id}`
        const isExecution = line.waitsForViewer === 'execute'
        return (
          <li key={line.id} data-row tabIndex={-1}>
            <div className="l">
              <p className="w">
                <b>{line.id}</b> {displayText(line.safeName, 80)}, nonce {String(line.nonce)}
              </p>
              <h3>
                <Link href={href} prefetch={false}>
                  {askedParts(line, nameOf).map(({ text, isAmount }, part) =>
                    isAmount ? (
                      <b key={part} className="num">
                        {text}
                      </b>
                    ) : (
                      text
                    ),
                  )}
                </Link>
              </h3>
              <p className="m">
                {isFrozen(line) && <StateMark state="frozen" />}
                <VerdictMark verdict={line.verdict as VerdictName} />
                <span>
                  <Slots given={line.approvals} needed={line.needed} isYoursOpen={line.waitsForViewer === 'approve'} />
                </span>
                {isExecution && <StateMark state="ready" isYours more="yours to execute" />}
                {line.waitsForViewer === 'release' && (
                  <StateMark state="held" isYours more={displayText(line.stateReason, 120)} />
                )}
                {!isExecution && (
                  <span className="due">
                    expires {nearTime(line.expiresAt, now)}, in {remaining(line.expiresAt, now)}
                  </span>
                )}
              </p>
            </div>
            <Link className={buttonClass(at === 0 ? 'primary' : 'quiet')} href={href} prefetch={false}>
              {isExecution ? 'Execute' : 'Review'} {line.id}
            </Link>
          </li>
        )
      })}
    </ol>
  )
}
