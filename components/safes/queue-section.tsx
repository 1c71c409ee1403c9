import Link from 'next/link'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import { actWords, nextFact } from '../dashboard/desk-words'
import type { Naming } from '../dashboard/naming'
import type { CancelOrder } from '../cancel/cancel-order'
import { EmptyState } from '../ui/empty-state'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { StateMark } from '../ui/state-mark'
import { FillGap } from './fill-gap'
import { gapWords, groupQueue, type QueueGroup } from './queue-groups'

const SHOWN_LEGS = 3

type QueueSectionProps = {
  lines: readonly WithdrawalLine[]
  /** The Safe's own nonce, null where it was not read. */
  next: bigint | null
  nameOf: Naming
  now: Date
  /** What a viewer who may fill a gap needs for it, null for everybody else and without the chain. */
  fill: GapFill | null
}

/** Everything of a rejection but its nonce. */
export type GapFill = Omit<CancelOrder, 'nonce' | 'replaces'>

/** What holds nonces, in the chain's order; gaps are named, withdrawals that share a nonce share a bracket. */
export function QueueSection({ lines, next, nameOf, now, fill }: QueueSectionProps) {
  const groups = groupQueue(lines, next)
  return (
    <Section
      id="queue"
      title="Queue by nonce"
      meta={next === null ? 'its own nonce was not read' : `next on chain ${next}`}
    >
      {groups.length === 0 ? (
        <EmptyState title="Nothing holds a nonce.">A withdrawal stands here from its staging until it ends.</EmptyState>
      ) : (
        <ol className="queue">
          {groups.map((group) => (
            <QueueItem
              key={group.kind === 'gap' ? `gap ${group.from}` : String(group.nonce)}
              group={group}
              nameOf={nameOf}
              now={now}
              fill={fill}
            />
          ))}
        </ol>
      )}
    </Section>
  )
}

type QueueItemProps = Pick<QueueSectionProps, 'nameOf' | 'now' | 'fill'> & { group: QueueGroup }

function QueueItem({ group, nameOf, now, fill }: QueueItemProps) {
  if (group.kind === 'gap')
    return (
      <li className="gap">
        <p>
          <span>{gapWords(group)}. What stands behind waits until something uses it.</span>
        </p>
        {fill && <FillGap order={{ ...fill, nonce: group.from, replaces: null }} />}
      </li>
    )
  const { nonce, lines, isUsed } = group
  const isConflict = lines.length > 1
  return (
    <li className={isConflict ? 'conflict' : undefined}>
      <b className="num">{String(nonce)}</b>
      <div>
        {isConflict && <p className="clash">{lines.length} share this nonce: at most one of them happens.</p>}
        {isUsed && <p className="quiet">The chain has used this nonce; what came of it is not settled here yet.</p>}
        {lines.map((line) => (
          <div key={line.id} className="queued" data-row tabIndex={-1}>
            <p>
              <Link href={`/withdrawals/${line.id}`} prefetch={false}>
                <b>{line.id}</b>
              </Link>
            </p>
            <Asked line={line} nameOf={nameOf} />
            <p className="stt">
              <StateMark state={line.state} next={nextFact(line, now)} />
            </p>
          </div>
        ))}
      </div>
    </li>
  )
}

function Asked({ line, nameOf }: { line: WithdrawalLine; nameOf: Naming }) {
  const act = actWords(line, nameOf)
  return act === null ? <Payments line={line} nameOf={nameOf} /> : <p>{act}</p>
}

function Payments({ line: { intent }, nameOf }: { line: WithdrawalLine; nameOf: Naming }) {
  const shown = intent.legs.slice(0, SHOWN_LEGS)
  const more = intent.legs.length - shown.length
  return (
    <>
      {shown.map(({ asset, units, recipient }, at) => {
        const name = nameOf(recipient)?.name
        return (
          <p key={at}>
            {displayText(formatMoney(units, asset), 160)} to{' '}
            {name === undefined ? <HexGroups hex={recipient} size={12} /> : displayText(name, 80)}
          </p>
        )
      })}
      {more > 0 && <p className="quiet">and {more} more</p>}
    </>
  )
}
