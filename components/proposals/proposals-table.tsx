import Link from 'next/link'
import type { ProposalLine } from '@/db/queries/proposals'
import { displayText } from '@/lib/core/display-text'
import { nearTime } from '../review/times'
import { proposalWords } from './proposal-words'

/** Who proposed what, and who agreed or refused. */
export function ProposalsTable({
  lines,
  caption,
  now,
}: {
  lines: readonly ProposalLine[]
  caption: string
  now: Date
}) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Proposal
          </th>
          <th scope="col" role="columnheader">
            What it changes
          </th>
          <th scope="col" role="columnheader">
            By
          </th>
          <th scope="col" role="columnheader">
            State
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map((line) => {
          const words = proposalWords(line.kind, line.body)
          return (
            <tr role="row" key={line.id} data-row tabIndex={-1}>
              <th scope="row" role="rowheader">
                <Link href={`/admin/proposals/${line.id}`} prefetch={false}>
                  {line.id}
                </Link>
                <span className="sub">{words.title}</span>
              </th>
              <td role="cell" className="full">
                {words.sentence}
                <span className="sub">{displayText(line.reason, 200)}</span>
              </td>
              <td role="cell" className="full">
                {displayText(line.authorName, 80)}
                <span className="sub">{nearTime(line.at, now)}</span>
              </td>
              <td role="cell" className="full">
                {line.decided === null ? 'waits for another admin' : decidedWords(line.decided)}
                {line.decided !== null && <span className="sub">{nearTime(line.decided.at, now)}</span>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** "agreed to by Sora". */
export function decidedWords({ decision, memberName }: NonNullable<ProposalLine['decided']>): string {
  const who = displayText(memberName, 80)
  if (decision === 'approved') return `agreed to by ${who}`
  return decision === 'withdrawn' ? `taken back by ${who}` : `refused by ${who}`
}
