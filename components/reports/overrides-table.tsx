import Link from 'next/link'
import type { Override } from '@/db/queries/reports'
import { displayText } from '@/lib/core/display-text'
import { nearTime } from '../review/times'

const HEADS = ['Withdrawal', 'Held for', 'Let go on by', 'Because']

/** What was held and then released, with both reasons. */
export function OverridesTable({ overrides, now }: { overrides: readonly Override[]; now: Date }) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">Released withdrawals</caption>
      <thead role="rowgroup">
        <tr role="row">
          {HEADS.map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {overrides.map(({ withdrawalId, heldFor, by, note, at }) => (
          <tr key={`${withdrawalId} ${at.toISOString()}`} role="row" data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              <Link href={`/withdrawals/${withdrawalId}`} prefetch={false}>
                {withdrawalId}
              </Link>
            </th>
            <td role="cell">{displayText(heldFor, 300)}</td>
            <td role="cell">
              {displayText(by, 80)}
              <span className="sub">{nearTime(at, now)}</span>
            </td>
            <td role="cell">{displayText(note, 300)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
