'use client'
import { DRAFT_KINDS } from './draft-kinds'
import { useStaging } from './stage-context'

/** What is asked for. Changing it loses nothing that was typed. */
export function KindField() {
  const { draft, change } = useStaging()
  return (
    <div className="entry">
      <p className="entry-name" id="kind-name">
        <b>What</b>
      </p>
      <div className="kinds" role="radiogroup" aria-labelledby="kind-name">
        {DRAFT_KINDS.map(({ id, words }) => (
          <label key={id}>
            <input
              type="radio"
              name="kind"
              value={id}
              checked={draft.kind === id}
              onChange={() => change({ ...draft, kind: id })}
            />
            {words}
          </label>
        ))}
      </div>
    </div>
  )
}
