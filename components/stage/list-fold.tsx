'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { announce } from '../ui/announce'
import type { Draft } from './draft'
import { ListEntry } from './list-entry'
import { useStaging } from './stage-context'
import { countOf } from './sum-words'

/** What stood in the form before the legs of a list were taken, and the legs as they were then. */
type Undo = { readonly before: Draft; readonly legs: Draft['legs']; readonly count: number }

/** The third way to fill the form: a list of payments, pasted, chosen or dropped. Open while it holds one. */
export function ListFold() {
  const { draft, change } = useStaging()
  const [opened, setOpened] = useState<boolean | null>(null)
  const [undo, setUndo] = useState<Undo | null>(null)
  const isOpen = opened ?? draft.list !== ''
  return (
    <details className="more list" open={isOpen} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>Paste or upload payments</summary>
      {isOpen && (
        <ListEntry
          onTake={(next, count) => {
            setOpened(true)
            setUndo({ before: draft, legs: next.legs, count })
            change(next)
            announce(`${countOf(count, 'leg')} taken. The form has ${countOf(next.legs.length, 'leg')}.`)
          }}
        >
          {undo !== null && draft.legs === undo.legs && (
            <div className="entry-actions">
              <p>{countOf(undo.count, 'leg')} taken from the list.</p>
              <Button
                autoFocus
                onClick={() => {
                  change({ ...draft, legs: undo.before.legs, list: draft.list === '' ? undo.before.list : draft.list })
                  setUndo(null)
                  document.getElementById('list')?.focus()
                }}
              >
                {undo.count === 1 ? 'Take this leg back' : `Take these ${undo.count} legs back`}
              </Button>
            </div>
          )}
        </ListEntry>
      )}
    </details>
  )
}
