import type { ListLine } from '@/db/queries/lists'
import { displayText } from '@/lib/core/display-text'
import { nearTime, utcTime } from '../review/times'
import { Fold } from '../ui/fold'
import { Hash } from '../ui/hash'
import { FetchedWords } from './fetched-words'
import { FORMAT_WORDS } from './format-words'
import { ListActions } from './list-actions'
import type { ListViewer } from './list-viewer'

const HEADS = ['List', 'Addresses', 'Age', 'Snapshot, SHA-256']

type ListsTableProps = {
  lines: readonly ListLine[]
  now: Date
  /** Null for who may neither change nor export. */
  viewer: ListViewer | null
}

/** Every list with what its newest snapshot holds, where it is from, and the snapshots before it. */
export function ListsTable({ lines, now, viewer }: ListsTableProps) {
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
          <ListRow key={line.id} line={line} now={now} viewer={viewer} />
        ))}
      </tbody>
    </table>
  )
}

function ListRow({ line, now, viewer }: { line: ListLine; now: Date; viewer: ListViewer | null }) {
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
        {viewer !== null && <ListActions line={line} viewer={viewer} />}
      </th>
      <td role="cell">
        {newest.entries}
        <span className="sub">
          {newest.added} added, {newest.removed} removed
        </span>
        {newest.skipped > 0 && <span className="sub">{newest.skipped} of other systems, not compared</span>}
        {newest.expired > 0 && <span className="sub">{newest.expired} over by its own word, left out</span>}
      </td>
      <td role="cell" className="full">
        <Standing line={line} now={now} />
        <span className="sub">
          {newest.by === null ? 'fetched' : `imported by ${displayText(newest.by, 80)}`}, {nearTime(newest.at, now)}
        </span>
        {line.fetched !== null && !line.isRetired && <FetchedWords fetched={line.fetched} now={now} />}
      </td>
      <td role="cell" className="full">
        <Hash hash={newest.sha256} what={`snapshot ${newest.number} of ${displayText(line.name, 80)}`} />
        {older.length > 0 && (
          <Fold summary={`${older.length} before it`}>
            <ul>
              {older.map(({ id, number, sha256, at, by, entries, added, removed }) => (
                <li key={id}>
                  {number}: {entries} addresses, {added} added, {removed} removed,{' '}
                  {by === null ? 'fetched' : `by ${displayText(by, 80)}`} at {utcTime(at)}{' '}
                  <Hash hash={sha256} what={`snapshot ${number}`} />
                </li>
              ))}
            </ul>
          </Fold>
        )}
      </td>
    </tr>
  )
}

function Standing({ line: { isRetired, isStale, maxAgeHours, changed }, now }: { line: ListLine; now: Date }) {
  return (
    <>
      {isRetired ? (
        <b>Retired: it stops nothing</b>
      ) : isStale ? (
        <b>Stale: every payment waits</b>
      ) : (
        `Good for ${maxAgeHours} h`
      )}
      {changed !== null && (
        <span className="sub">
          changed by {displayText(changed.by, 80)}, {nearTime(changed.at, now)}: {displayText(changed.reason, 500)}
        </span>
      )}
    </>
  )
}
