import Link from 'next/link'
import type { ImportLine } from '@/db/queries/imports'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import type { Naming } from '../dashboard/naming'
import { nearTime } from '../review/times'
import { Hash } from '../ui/hash'
import { HexGroups } from '../ui/hex-groups'
import { VerdictMark } from '../ui/verdict'

type ImportsTableProps = { lines: readonly ImportLine[]; nameOf: Naming; now: Date }

const HEADS = ['Import', 'Verdict then', 'Safe and nonce', 'safeTxHash']

/** One row per import: who brought it when, what was said of it then, and its hash whole. */
export function ImportsTable({ lines, nameOf, now }: ImportsTableProps) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">Imports, the newest first</caption>
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
          <tr role="row" key={line.id} data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              <Link href={`/inspect/${line.id}`} prefetch={false}>
                <b>{line.id}</b>
              </Link>
              <span className="sub">
                by {displayText(line.by, 80)}, {nearTime(line.at, now)}
              </span>
            </th>
            <td role="cell">
              <VerdictMark verdict={line.verdict} />
            </td>
            <td role="cell" className="full">
              <b>{displayText(nameOf(line.safe)?.name ?? 'No Safe of this desk', 80)}</b>
              <span className="sub">
                nonce {String(line.nonce)}, {findChain(line.chainId)?.name ?? 'unregistered chain'} {line.chainId}
              </span>
              <span className="sub">
                <HexGroups hex={line.safe} size={12} />
              </span>
              {line.note !== '' && <q className="q">{displayText(line.note, 500)}</q>}
            </td>
            <td role="cell" className="full">
              <Hash hash={line.safeTxHash} what={`safeTxHash of ${line.id}`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
