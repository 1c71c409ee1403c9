import type { FetchedLine } from '@/db/queries/lists'
import { displayText } from '@/lib/core/display-text'
import { nearTime } from '../review/times'

/** Where the desk fetches a list by itself, when it asked last, and what went wrong. */
export function FetchedWords({ fetched: { host, url, last }, now }: { fetched: FetchedLine; now: Date }) {
  const from = displayText(url ?? host, 1000)
  if (last === null) return <span className="sub">Fetched from {from}; not asked yet.</span>
  const isFound = last.outcome === 'new' || last.outcome === 'unchanged'
  return (
    <>
      <span className="sub">
        Fetched from {from}, last asked {nearTime(last.at, now)}
        {last.outcome === 'unchanged' && ': unchanged'}, next {nearTime(last.next, now)}
      </span>
      {!isFound && (
        <span className="sub">
          <b>{last.outcome === 'refused' ? 'Refused' : 'Nothing came'}:</b> {displayText(last.reason, 300)}
        </span>
      )}
    </>
  )
}
