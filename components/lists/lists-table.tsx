import type { ListLine } from '@/db/queries/lists'
import { displayText } from '@/lib/core/display-text'
import { nearTime, utcTime } from '../review/times'
import { Fold } from '../ui/fold'
import { Hash } from '../ui/hash'
import { FORMAT_WORDS } from './format-words'

const HEADS = ['List', 'Addresses', 'Age', 'Snapshot, SHA-256']

/** Every list with what its newest snapshot holds and the snapshots before it. */
export function ListsTable({ lines, now }: { lines: readonly ListLine[]; now: Date }) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">Lists</caption>
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
          <ListRow key={line.id} line={line} now={now} />
        ))}
      </tbody>
    </table>
  )
}

function ListRow({ line, now }: { line: ListLine; now: Date }) {
  const [newest, ...older] = line.snapshots
  if (newest === undefined) return null
  return (
    <tr role="row" data-row tabIndex={-1}>
      <th scope="row" role="rowheader">
        <b>{displayText(line.name, 80)}</b>
        <span className="sub">{line.id}</span>
        <span className="sub">
          {FORMAT_WORDS[line.format]}, from {displayText(line.source, 300)}
        </span>
      </th>
      <td role="cell">
        {newest.entries}
        <span className="sub">
          {newest.added} added, {newest.removed} removed
        </span>
        {newest.skipped > 0 && <span className="sub">{newest.skipped} of other systems, not compared</span>}
      </td>
      <td role="cell">
        {line.isStale ? <b>Stale: every payment waits</b> : `Good for ${line.maxAgeHours} h`}
        <span className="sub">
          imported by {displayText(newest.by, 80)}, {nearTime(newest.at, now)}
        </span>
      </td>
      <td role="cell" className="full">
        <Hash hash={newest.sha256} what={`snapshot ${newest.number} of ${displayText(line.name, 80)}`} />
        {older.length > 0 && (
          <Fold summary={`${older.length} before it`}>
            <ul>
              {older.map(({ id, number, sha256, at, by, entries, added, removed }) => (
                <li key={id}>
                  {number}: {entries} addresses, {added} added, {removed} removed, by {displayText(by, 80)} at{' '}
                  {utcTime(at)} <Hash hash={sha256} what={`snapshot ${number}`} />
                </li>
              ))}
            </ul>
          </Fold>
        )}
      </td>
    </tr>
  )
}
