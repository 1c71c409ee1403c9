import { displayText } from '@/lib/core/display-text'
import { isTightening, policyDifference } from '@/lib/policy/difference'
import type { Policy } from '@/lib/policy/types'

/** What a new version of a policy changes, thing by thing, and whether that tightens or loosens. */
export function PolicyDifference({ before, after }: { before: Policy; after: Policy }) {
  const changes = policyDifference(before, after)
  if (changes.length === 0) return <p className="note">Nothing differs from version {before.version}.</p>
  return (
    <>
      <p className="say">
        {isTightening(before, after)
          ? 'It only tightens, so it counts as soon as it is agreed to.'
          : 'It loosens something, so it cools before it counts, and anybody who signs, reviews or administers can veto it.'}
      </p>
      <table className="led stack" role="table">
        <caption className="sr">What differs between the versions</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Where
            </th>
            <th scope="col" role="columnheader">
              Version {before.version}
            </th>
            <th scope="col" role="columnheader">
              Version {after.version}
            </th>
            <th scope="col" role="columnheader">
              Effect
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {changes.map((one) => (
            <tr role="row" key={one.where} data-row tabIndex={-1}>
              <th scope="row" role="rowheader" className="full">
                {displayText(one.where, 160)}
              </th>
              <td role="cell" className="full">
                <span className="only-narrow">before: </span>
                {displayText(one.before, 400)}
              </td>
              <td role="cell" className="full">
                <span className="only-narrow">after: </span>
                {displayText(one.after, 400)}
              </td>
              <td role="cell" className="full">
                {one.isTighter ? 'tighter' : <b className="highc">looser</b>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
