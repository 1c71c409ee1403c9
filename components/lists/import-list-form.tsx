'use client'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { LIST_FORMATS, type ListFormat } from '@/lib/assess/lists/types'
import { callFlow } from '../flows/client'
import { readListFile } from '../stage/read-list-file'
import { announce } from '../ui/announce'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField } from '../ui/select-field'
import { FileField } from '../ui/file-field'
import { TextField } from '../ui/text-field'
import { FormProblem } from '../wallet/form-problem'
import { PasskeyStep } from '../wallet/passkey-step'
import { sentenceOf } from '../wallet/sentence-of'
import { FORMAT_WORDS } from './format-words'
import type { ListViewer } from './list-viewer'
import { readForImport, type ReadForImport } from './read-for-import'

const LIMIT = { bytes: 4_000_000, words: () => 'A list may have 4 MB; this file is longer.' }
const EMPTY = { listId: '', name: '', source: '', format: 'plain' as ListFormat, maxAge: '168', text: '' }

/** Paste or choose a list; it is read here first, so that the passkey confirms what this page counted. */
export function ImportListForm({ viewer }: { viewer: ListViewer }) {
  const [given, setGiven] = useState(EMPTY)
  const [problem, setProblem] = useState<string | null>(null)
  const [read, setRead] = useState<ReadForImport | null>(null)
  const router = useRouter()
  const set = (field: keyof typeof EMPTY) => (event: { target: { value: string } }) =>
    setGiven({ ...given, [field]: event.target.value })

  async function take(files: FileList | null) {
    const answer = await readListFile(files, LIMIT)
    if (answer === null) return
    if (!answer.ok) return setProblem(answer.sentence)
    setProblem(null)
    setGiven({ ...given, text: answer.text })
  }

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    setProblem(null)
    try {
      setRead(await readForImport(given))
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }

  return (
    <form className="fields" onSubmit={submit} noValidate>
      <div className="fields halves">
        <TextField
          id="list-id"
          label="Id"
          autoComplete="off"
          value={given.listId}
          onChange={set('listId')}
          hint="Such as ofac-sdn. The same id imports a newer state of the same list."
        />
        <TextField id="list-name" label="Name" autoComplete="off" value={given.name} onChange={set('name')} />
      </div>
      <TextField
        id="list-source"
        label="Source"
        autoComplete="off"
        value={given.source}
        onChange={set('source')}
        hint="Where the text is from, such as the address of the page. Once it is imported, an admin may say where the desk fetches it."
      />
      <div className="fields halves">
        <SelectField id="list-format" label="Format" value={given.format} onChange={set('format')}>
          {LIST_FORMATS.map((format) => (
            <option key={format} value={format}>
              {FORMAT_WORDS[format]}
            </option>
          ))}
        </SelectField>
        <TextField
          id="list-age"
          label="Stale after, hours"
          inputMode="numeric"
          autoComplete="off"
          value={given.maxAge}
          onChange={set('maxAge')}
          hint="From then on every payment waits until the list is imported anew."
        />
      </div>
      <FileField
        id="list-file"
        label="From a file"
        take={take}
        hint="Text in UTF-8, up to 4 MB. It is read into the field below."
      />
      <AreaField
        id="list-text"
        label="List"
        face="bytes"
        rows={8}
        spellCheck={false}
        autoComplete="off"
        value={given.text}
        onChange={set('text')}
        hint="Read whole or refused. An address counts in any letter case and on every EVM chain."
      />
      {problem !== null && <FormProblem sentence={problem} />}
      <div className="dialog-actions">
        <Button kind="primary" type="submit">
          Read this list
        </Button>
      </div>
      <Dialog isOpen={read !== null} title={`Import ${read?.input.name ?? ''}`} onClose={() => setRead(null)}>
        {read !== null && (
          <PasskeyStep
            sentence={importSentence(read)}
            isDemo={viewer.isDemo}
            onCancel={() => setRead(null)}
            request={async () => ({
              ...{ action: 'import-list' as const, subject: read.subject, policyVersion: 0 },
              ...{ installation: viewer.installation, memberId: viewer.memberId },
            })}
            onProof={async (proof) => {
              const { entries, added, removed } = await callFlow('import-list', read.input, proof)
              announce(`${entries} addresses, ${added} added, ${removed} removed`)
              setRead(null)
              setGiven(EMPTY)
              router.refresh()
            }}
          />
        )}
      </Dialog>
    </form>
  )
}

function importSentence({ input, count, skipped, expired, sha256 }: ReadForImport): string {
  const addresses = count === 1 ? 'one address' : `${count} addresses`
  const others = skipped === 0 ? '' : `; ${skipped} of other systems ${skipped === 1 ? 'is' : 'are'} left out`
  const over =
    expired === 0 ? '' : `; ${expired} ${expired === 1 ? 'is' : 'are'} over by the list’s own word and left out`
  return `Import ${addresses} as ${input.name}${others}${over}. SHA-256 of the text: ${sha256}.`
}
