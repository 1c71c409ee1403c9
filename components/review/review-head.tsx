'use client'
import { displayText } from '@/lib/core/display-text'
import { TERMINAL } from '@/lib/stage/lifecycle'
import { Statement } from '../frame/statement'
import { LifecycleScale } from '../ui/lifecycle-scale'
import { StateMark } from '../ui/state-mark'
import { lifecycleSteps } from './lifecycle-steps'
import { useReview } from './review-context'
import { statementParts } from './statement-parts'
import { duration, utcMinute, utcTime } from './times'

/** Crumb, statement written from the effects, who asked and why, and where it stands on its road. */
export function ReviewHead() {
  const { page, assessed } = useReview()
  const { assessment, requirement } = page.reviewed
  const { staged, intent } = assessment
  const isYours = page.viewer.approve.isOpen || (page.state === 'ready' && page.viewer.execute.isOpen)
  return (
    <div className="wrap">
      <Statement
        crumbs={[
          <>
            Withdrawal <b>{page.id}</b>
          </>,
          `${displayText(page.safe.name)}, nonce ${staged.tx.nonce}`,
          ...(intent?.reference ? [`Reference ${displayText(intent.reference, 120)}`] : []),
          <StateMark
            key="state"
            state={page.state}
            isFrozen={page.frozen.length > 0}
            isYours={isYours}
            {...(isYours && { more: 'waiting for you' })}
          />,
        ]}
        asked={
          <>
            {displayText(page.initiator.name)} asked for this at {utcTime(page.stagedAt)}:{' '}
            <q className="q">{displayText(intent?.purpose ?? '', 500)}</q>
          </>
        }
        facts={[
          {
            name: 'Policy',
            fact: displayText(
              `v${requirement.policyVersion}${requirement.rule === null ? ', no rule matches' : `, ${requirement.rule}`}`,
              120,
            ),
          },
          { name: 'Earliest execution', fact: earliestWords(page) },
          { name: 'Expires', fact: page.expiresAt === null ? 'never: it may be signed' : utcMinute(page.expiresAt) },
        ]}
      >
        {statementParts(assessed, page.state).map(({ text, as }, at) =>
          as === 'plain' ? (
            displayText(text, 400)
          ) : (
            <b key={at} className={as === 'amount' ? 'num' : 'stop'}>
              {displayText(text, 200)}
            </b>
          ),
        )}
      </Statement>
      <LifecycleScale
        steps={lifecycleSteps({
          state: page.state,
          stagedAt: page.stagedAt,
          stateSince: page.stateSince,
          delaySeconds: requirement.delaySeconds,
          chainId: staged.safe.chainId,
          wasApproved: page.approvals.length > 0,
          story: page.story,
        })}
      />
    </div>
  )
}

function earliestWords({ state, readyFrom, reviewed, ahead }: ReturnType<typeof useReview>['page']): string {
  if (state === 'blocked') return 'never through this desk'
  const last = ahead.at(-1)
  const queued = last === undefined || TERMINAL.includes(state) ? '' : `, after ${last.id}`
  if (readyFrom !== null) return `${utcMinute(readyFrom)}${queued}`
  const { delaySeconds, approvals } = reviewed.requirement
  const given =
    delaySeconds === 0 ? `after approval ${approvals}` : `${duration(delaySeconds)} after approval ${approvals}`
  return `${given}${queued}`
}
