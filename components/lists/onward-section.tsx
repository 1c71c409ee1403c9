import type { OnwardLine, OnwardStanding } from '@/db/queries/onward'
import { displayText } from '@/lib/core/display-text'
import { utcMinute } from '../review/times'
import { Hash } from '../ui/hash'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { followedWords, sentOnWords } from './onward-words'

const HEADS = ['Listed address', 'What reached it', 'Transaction']

/** What recipients of the desk passed on to listed addresses, and how far they are followed. Nothing here is offered to be paid. */
export function OnwardSection({
  lines,
  standings,
  now,
}: {
  lines: readonly OnwardLine[]
  standings: readonly OnwardStanding[]
  now: Date
}) {
  const followed = standings.filter((one) => one.followed > 0 || one.fault !== null)
  if (lines.length === 0 && followed.length === 0) return null
  return (
    <Section id="onward" title="Money that went on to a listed address" meta={lines.length}>
      {lines.length > 0 && (
        <table className="led stack" role="table">
          <caption className="sr">Money that went on to a listed address, the newest first</caption>
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
            {lines.map((line) => (
              <OnwardRow key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      )}
      {followed.map((standing) => (
        <p key={standing.chainId} className="note">
          {displayText(followedWords(standing, now), 600)}
        </p>
      ))}
      <p className="note">
        Whoever is paid is followed for 30 days and one step: where a recipient itself sends registered assets. What
        happens after that, and before a list names somebody, is not seen here.
      </p>
    </Section>
  )
}

function OnwardRow({ line }: { line: OnwardLine }) {
  return (
    <tr role="row" data-row tabIndex={-1}>
      <th scope="row" role="rowheader">
        <HexGroups hex={line.other} layout="line" />
      </th>
      <td role="cell">
        <b>{displayText(sentOnWords(line), 120)}</b>
        <span className="sub">
          sent by <HexGroups hex={line.recipient} layout="line" />, whom{' '}
          <a href={`/withdrawals/${line.withdrawalId}`}>{line.withdrawalId}</a> paid
        </span>
      </td>
      <td role="cell" className="full">
        <Hash hash={line.txHash} what="the transaction" />
        <span className="sub">{utcMinute(line.at)}</span>
      </td>
    </tr>
  )
}
