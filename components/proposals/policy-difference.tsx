import { displayText } from '@/lib/core/display-text'
import { isTightening, policyDifference } from '@/lib/policy/difference'
import type { PolicyNames } from '@/lib/policy/difference-words'
import type { Policy } from '@/lib/policy/types'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'

type PolicyDifferenceProps = { before: Policy; after: Policy; names: PolicyNames }

// Longer than anything that a policy may hold: a cut could make two different sides look alike.
const WHOLE = 100_000

/** What a new version of a policy changes, thing by thing, and whether that tightens or loosens. */
export function PolicyDifference({ before, after, names }: PolicyDifferenceProps) {
  const changes = policyDifference(before, after, names)
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
                {displayText(one.where, WHOLE)}
                {one.assets.map(({ symbol, address }) => (
                  <span className="sub" key={address}>
                    {displayText(symbol, 60)} is <HexGroups hex={address} />{' '}
                    <Copy value={address} what={`address of ${displayText(symbol, 60)}`} />
                  </span>
                ))}
              </th>
              <td role="cell" className="full">
                <span className="only-narrow">before: </span>
                {displayText(one.before, WHOLE)}
              </td>
              <td role="cell" className="full">
                <span className="only-narrow">after: </span>
                {displayText(one.after, WHOLE)}
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
