'use client'
import type { Hex } from 'viem'
import { displayText } from '@/lib/core/display-text'
import type { ReviewPage } from '@/lib/flows/review-page'
import { Hash } from '../ui/hash'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'

/** The last hand-over and what became of it. */
export function SubmissionSection({ submission }: { submission: NonNullable<ReviewPage['submission']> }) {
  const txHash = submission.minedTxHash ?? submission.reportedTxHash
  return (
    <Section id="r5" title="Execution" meta={`attempt ${submission.attempt}`}>
      <ul className="req">
        <li>
          <p className="t">
            <b>{displayText(submission.executor)}</b>
            <span>{submission.state.replaceAll('-', ' ')}</span>
          </p>
          <div className="who2">
            <span />
            <span>sends with</span>
            <span />
            <HexGroups hex={submission.executorAddress as Hex} size={12} />
          </div>
        </li>
        {txHash !== null && (
          <li>
            <p className="t">
              <b>{submission.minedTxHash === null ? 'Reported by the wallet' : 'On chain'}</b>
              {submission.blockNumber !== null && <span>block {String(submission.blockNumber)}</span>}
            </p>
            <p className="det">
              <Hash hash={txHash as Hex} what="transaction hash" />
            </p>
          </li>
        )}
      </ul>
    </Section>
  )
}
