'use client'
import { type ReactNode, useState } from 'react'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { FileField } from '../ui/file-field'
import type { Draft } from './draft'
import { ListFound } from './list-found'
import { readListFile } from './read-list-file'
import { useStaging } from './stage-context'
import { problemWords, useListRead } from './use-list-read'

type ListEntryProps = { onTake: (next: Draft, count: number) => void; children: ReactNode }

/** Field, file and what was read. The text stays as it is until its legs are taken, whatever is wrong with it. */
export function ListEntry({ onTake, children }: ListEntryProps) {
  const { draft, change } = useStaging()
  const read = useListRead()
  const [fileProblem, setFileProblem] = useState<string | null>(null)
  const [earlier, setEarlier] = useState<string | null>(null)
  const put = (list: string) => {
    setFileProblem(null)
    change({ ...draft, list })
  }

  async function take(files: FileList | null) {
    const answer = await readListFile(files)
    if (answer === null) return
    if (!answer.ok) return setFileProblem(answer.sentence)
    setEarlier(draft.list.trim() === '' || draft.list === answer.text ? null : draft.list)
    put(answer.text)
  }

  return (
    <div className="fields">
      <FileField
        id="list-file"
        label="From a file"
        accept=".csv,.json,.txt,text/csv,text/plain,application/json"
        take={take}
        hint="CSV or JSON, up to 256 kB. It is read into the field below; a file can be dropped there as well."
        error={fileProblem ?? undefined}
      />
      <AreaField
        id="list"
        label="Payments"
        face="bytes"
        rows={8}
        wrap="off"
        spellCheck={false}
        value={draft.list}
        onChange={(event) => put(event.target.value)}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes('Files')) event.preventDefault()
        }}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return
          event.preventDefault()
          void take(event.dataTransfer.files)
        }}
        placeholder={'recipient,asset,amount\nMeridian Custody,USDC,1250.00'}
        hint="The first row names the columns recipient, asset and amount. A recipient is an address or a name of the address book. Or a batch of the Transaction Builder, as JSON."
        error={read?.ok === false ? problemWords(read.problems) : undefined}
      />
      {earlier !== null && (
        <div className="entry-actions">
          <p>The file replaced what stood in the field.</p>
          <Button
            onClick={() => {
              put(earlier)
              setEarlier(null)
            }}
          >
            Bring the earlier text back
          </Button>
        </div>
      )}
      <ListFound read={read} onTake={onTake} />
      {children}
    </div>
  )
}
