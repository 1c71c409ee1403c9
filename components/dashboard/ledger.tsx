import Link from 'next/link'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { sumsOf } from '@/lib/stage/sums-of'
import type { Leg } from '@/lib/stage/types'
import { shortMinute } from '../review/times'
import { Amount, fractionDigits } from '../ui/amount'
import { HexGroups } from '../ui/hex-groups'
import { Slots } from '../ui/slots'
import { StateMark } from '../ui/state-mark'
import { actWords, nextFact } from './desk-words'
import type { Naming } from './naming'

const SHOWN_LEGS = 4

type LedgerProps = {
  lines: readonly WithdrawalLine[]
  caption: string
  nameOf: Naming
  now: Date
  /** Only the first ledger of the page shows its column heads. */
  hasHeads: boolean
  /** Adds when and by whom each was staged, where the table has the page's whole width. */
  hasStaging?: boolean
  /** Whether a freeze covers it now; absent where the past is listed. */
  isFrozen?: (line: WithdrawalLine) => boolean
}

/** One row per withdrawal: what, whom, how far, and the next fact. */
export function Ledger({ lines, caption, nameOf, now, hasHeads, hasStaging = false, isFrozen }: LedgerProps) {
  const legs = lines.flatMap((line) => line.intent.legs)
  const digits = fractionDigits(legs.map(({ units, asset }) => ({ units, decimals: asset.decimals })))
  return (
    <table className="led stack">
      <caption className="sr">{caption}</caption>
      <colgroup>
        {['c1', ...(hasStaging ? ['cs'] : []), 'c2', 'c3', 'c4', 'c5'].map((name) => (
          <col key={name} className={name} />
        ))}
      </colgroup>
      <thead className={hasHeads ? undefined : 'hid'}>
        <tr>
          <th scope="col">Withdrawal</th>
          {hasStaging && <th scope="col">Staged, UTC</th>}
          <th scope="col" className="amth">
            Amount
          </th>
          <th scope="col">To</th>
          <th scope="col">Approvals</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <LedgerRow
            key={line.id}
            {...{ line, nameOf, now, digits, hasStaging }}
            isFrozen={isFrozen?.(line) ?? false}
          />
        ))}
      </tbody>
    </table>
  )
}

type LedgerRowProps = {
  line: WithdrawalLine
  nameOf: Naming
  now: Date
  digits: number
  hasStaging: boolean
  isFrozen: boolean
}

function LedgerRow({ line, nameOf, now, digits, hasStaging, isFrozen }: LedgerRowProps) {
  const isBlocked = line.state === 'blocked'
  return (
    <tr data-row tabIndex={-1} className={isBlocked ? 'blk' : undefined}>
      <th scope="row">
        <Link href={`/withdrawals/${line.id}`} prefetch={false}>
          <b>{line.id}</b>
        </Link>
        <span className="sub">{displayText(line.safeName, 80)}</span>
      </th>
      {hasStaging && (
        <td className="stg">
          {shortMinute(line.stagedAt, now)} <span className="sub">by {displayText(line.initiator, 80)}</span>
        </td>
      )}
      <td className={isPaired(line.intent.legs) ? 'end amtc paired' : 'end amtc'}>
        {amountsOf(line.intent.legs).map(({ units, asset }, at) => (
          <Amount
            key={at}
            units={units}
            decimals={asset.decimals}
            unit={displayText(asset.symbol, 12)}
            layout="column"
            columnDigits={digits}
          />
        ))}
        {line.intent.legs.length > SHOWN_LEGS && <span className="sub">in {line.intent.legs.length} payments</span>}
      </td>
      <td className="full to">
        <Recipients line={line} nameOf={nameOf} />
      </td>
      <td className="ap">
        <Slots given={line.approvals} needed={line.needed} words={null} />
        <span className="sub">{isBlocked ? 'closed' : `${line.approvals} of ${line.needed}`}</span>
      </td>
      <td className="stt">
        <StateMark state={line.state} isFrozen={isFrozen} next={nextFact(line, now)} />
      </td>
    </tr>
  )
}

// More payments than have room here are their sums, never the first few.
const amountsOf = (legs: readonly Leg[]): readonly Pick<Leg, 'units' | 'asset'>[] =>
  legs.length > SHOWN_LEGS ? sumsOf(legs) : legs

// Each amount stands beside its own recipient only when there is one line of each per leg.
const isPaired = (legs: readonly Leg[]) =>
  legs.length > 1 && legs.length <= SHOWN_LEGS && distinct(legs).length === legs.length

const distinct = (legs: readonly Leg[]) =>
  legs.filter((leg, at) => legs.findIndex(({ recipient }) => isSameAddress(recipient, leg.recipient)) === at)

function Recipients({ line, nameOf }: { line: WithdrawalLine; nameOf: Naming }) {
  const { legs, purpose } = line.intent
  const act = actWords(line, nameOf)
  if (act !== null) return <b>{act}</b>
  const different = distinct(legs)
  if (different.length > SHOWN_LEGS)
    return (
      <b>
        {different.length} recipients, {displayText(purpose, 80)}
      </b>
    )
  return different.map(({ recipient }) => {
    const name = nameOf(recipient)?.name
    return (
      <span key={recipient}>
        <b>{name === undefined ? <span className="critc">No name here</span> : displayText(name, 80)}</b>
        <span className="sub">
          <HexGroups hex={recipient} size={12} />
        </span>
      </span>
    )
  })
}
