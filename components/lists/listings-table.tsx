import type { Listing } from '@/db/queries/listings'
import { disguisedLetters } from '@/lib/assess/confusable'
import { displayText } from '@/lib/core/display-text'
import { utcTime } from '../review/times'
import { Hash } from '../ui/hash'

const HEADS = ['List', 'What it said', 'Snapshot, SHA-256']

/** Every time a list named an address, or stopped. */
export function ListingsTable({ listings }: { listings: readonly Listing[] }) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">What lists said of it</caption>
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
        {listings.map(({ listId, listName, source, label, isListed, validFrom, snapshot }) => (
          <tr key={`${listId} ${snapshot.number}`} role="row" data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              <b>{displayText(listName, 80)}</b>
              <span className="sub">from {displayText(source, 300)}</span>
            </th>
            <td role="cell">
              {isListed ? <b>Named</b> : 'No longer named'}
              {isListed && validFrom !== null && <span className="sub">counts from {utcTime(validFrom)}</span>}
              {label !== '' && <NamedAs label={label} />}
            </td>
            <td role="cell" className="full">
              <Hash hash={snapshot.sha256} what={`snapshot ${snapshot.number} of ${displayText(listName, 80)}`} />
              <span className="sub">
                snapshot {snapshot.number}, {utcTime(snapshot.at)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NamedAs({ label }: { label: string }) {
  const letters = disguisedLetters(label)
  return (
    <>
      <span className="sub">as {displayText(label, 200)}</span>
      {letters !== null && (
        <span className="sub">
          That name is written with letters of another alphabet: <code>{letters}</code>
        </span>
      )}
    </>
  )
}
