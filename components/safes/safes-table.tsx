import Link from 'next/link'
import type { MemberLine } from '@/db/queries/members'
import { displayText } from '@/lib/core/display-text'
import type { SafeNow } from '../dashboard/safe-now'
import { countWord } from '../review/verdict-words'
import { Amount, fractionDigits } from '../ui/amount'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import { Icon } from '../ui/icon'
import { SeverityMark } from '../ui/severity-mark'
import { ownerFacts } from './owner-facts'
import { safeWarnings } from './safe-warnings'

type SafesTableProps = { safes: readonly SafeNow[]; members: readonly MemberLine[] }

/** One row per Safe: its address whole, who must sign, what it holds, and whether something is wrong with its owners. */
export function SafesTable({ safes, members }: SafesTableProps) {
  return (
    <table className="led stack safe-list" role="table">
      <caption className="sr">Safes of this desk</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Safe
          </th>
          <th scope="col" role="columnheader">
            Address
          </th>
          <th scope="col" role="columnheader">
            Owners
          </th>
          <th scope="col" role="columnheader" className="end">
            Nonce
          </th>
          <th scope="col" role="columnheader" className="end">
            Holds
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {safes.map((safe) => (
          <SafeLine key={safe.id} safe={safe} members={members} />
        ))}
      </tbody>
    </table>
  )
}

function SafeLine({ safe, members }: { safe: SafeNow; members: readonly MemberLine[] }) {
  return (
    <tr role="row" data-row tabIndex={-1}>
      <th scope="row" role="rowheader">
        <Link href={`/safes/${safe.id}`} prefetch={false}>
          <b>{displayText(safe.name, 80)}</b>
        </Link>
        {safe.isEnforced ? (
          <span className="sub">enforced on chain</span>
        ) : (
          <span className="sub warnc">
            <Icon name="v-medium" />
            advisory only
          </span>
        )}
      </th>
      <td role="cell" className="full">
        <HexGroups hex={safe.address} /> <Copy value={safe.address} what={`address of ${safe.name}`} />
        <span className="sub">version {safe.version}</span>
      </td>
      {safe.now === null ? (
        <td role="cell" colSpan={3} className="full unread">
          <span>Not read.</span>
        </td>
      ) : (
        <>
          <td role="cell">
            {safe.now.threshold} of {safe.now.owners}
            <OwnerWarnings now={safe.now} members={members} />
          </td>
          <td role="cell" className="end nonce">
            {String(safe.now.nonce)}
          </td>
          <td role="cell" className="end full">
            <Holds now={safe.now} />
          </td>
        </>
      )}
    </tr>
  )
}

type Read = NonNullable<SafeNow['now']>

function OwnerWarnings({ now, members }: { now: Read; members: readonly MemberLine[] }) {
  const [worst, ...others] = safeWarnings(now.state, ownerFacts(now.state.owners, members))
  if (worst === undefined) return <span className="sub">each a member’s</span>
  const count = others.length + 1
  return (
    <span className="sub">
      <SeverityMark level={worst.severity} word={`${countWord(count)} ${count === 1 ? 'warning' : 'warnings'}`} />
    </span>
  )
}

function Holds({ now }: { now: Read }) {
  const shown = now.holds.filter(({ units }) => units === null || units > 0n)
  const digits = fractionDigits(shown.map(({ asset, units }) => ({ units: units ?? 0n, decimals: asset.decimals })))
  if (shown.length === 0) return 'nothing'
  return shown.map(({ asset, units }) => (
    <span key={asset.address} className="held">
      {units === null ? (
        `${displayText(asset.symbol, 12)} not read`
      ) : (
        <Amount
          units={units}
          decimals={asset.decimals}
          unit={displayText(asset.symbol, 12)}
          layout="column"
          columnDigits={digits}
        />
      )}
    </span>
  ))
}
