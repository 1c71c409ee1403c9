'use client'
import { displayText } from '@/lib/core/display-text'
import { HexGroups } from '../ui/hex-groups'
import { Icon } from '../ui/icon'
import { useReview } from './review-context'
import { clockSecond } from './times'
import { approvalKey } from './approval-key'

/** One given approval, with what this browser found about its passkey proof. */
export function Approver({ memberId, name }: { memberId: string; name: string }) {
  const { page, checked } = useReview()
  const record = page.approvals.find((one) => one.memberId === memberId && one.counts)
  if (!record) return null
  const fault = checked.kind === 'done' ? checked.found.approvals.get(approvalKey(record)) : undefined
  const isChecked = fault === null
  return (
    <div className="who2">
      <Icon name={fault ? 'v-critical' : isChecked ? 'v-pass' : 'v-unknown'} />
      <span>
        <b>{memberId === page.viewer.memberId ? 'You' : displayText(name)}</b>{' '}
        {record.subject.verdictLine !== undefined && 'offline verdict, '}
        {record.proof.passkey.isDemo ? 'demo passkey' : 'passkey'}
        {fault ? (
          <span className="stop-words">, does not verify: {fault}</span>
        ) : isChecked ? (
          ', verified here'
        ) : (
          ', not verified yet'
        )}
      </span>
      <time dateTime={record.at}>{clockSecond(new Date(record.at))}</time>
      <HexGroups hex={record.owner} size={12} />
    </div>
  )
}

/** The slot that waits for the reader, with the owner address they would sign with. */
export function OpenOwner() {
  const { owner } = useReview().page.viewer
  return (
    <div className="who2 me">
      <Icon name="d-off" />
      <span>
        <b>You</b>, with this owner
      </span>
      <span>open</span>
      {owner !== null && <HexGroups hex={owner} size={12} />}
    </div>
  )
}
