'use client'
import { useState } from 'react'
import type { ListLine } from '@/db/queries/lists'
import { displayText } from '@/lib/core/display-text'
import { callFlow } from '../flows/client'
import { Dialog } from '../ui/dialog'
import { saveFile } from '../ui/save-file'
import { SelectField } from '../ui/select-field'
import { DoneStep } from '../wallet/done-step'
import { PasskeyStep } from '../wallet/passkey-step'
import type { ListViewer } from './list-viewer'

type ExportListDialogProps = { isOpen: boolean; line: ListLine; viewer: ListViewer; onClose: () => void }
type Format = 'stix' | 'csv'

const WORDS: Readonly<Record<Format, string>> = { stix: 'STIX 2.1 bundle', csv: 'CSV' }

/** One list as a file for others; taking it is an event of its own. */
export function ExportListDialog({ isOpen, line, viewer, onClose }: ExportListDialogProps) {
  const [format, setFormat] = useState<Format>('stix')
  const [saved, setSaved] = useState<string | null>(null)
  const name = displayText(line.name, 80)
  const close = () => {
    setSaved(null)
    onClose()
  }
  return (
    <Dialog isOpen={isOpen} title={`Export ${name}`} onClose={close}>
      {saved !== null ? (
        <DoneStep sentence={saved} back="Back to the lists" onDone={close} />
      ) : (
        <>
          <SelectField
            id={`${line.id}-format`}
            label="Format"
            value={format}
            onChange={({ target }) => setFormat(target.value === 'csv' ? 'csv' : 'stix')}
          >
            <option value="stix">{WORDS.stix}</option>
            <option value="csv">{WORDS.csv}</option>
          </SelectField>
          <PasskeyStep
            sentence={`Export every address that ${name} lists now, as ${WORDS[format]}. The export is recorded in the log.`}
            isDemo={viewer.isDemo}
            onCancel={close}
            request={async () => {
              const { subjectDigest } = await import('@/lib/approve/subjects')
              return {
                ...{ action: 'export', subject: subjectDigest('export', { listId: line.id, format }) },
                ...{ policyVersion: 0, installation: viewer.installation, memberId: viewer.memberId },
              }
            }}
            onProof={async (proof) => {
              const { filename, text, rows } = await callFlow('export-list', { listId: line.id, format }, proof)
              saveFile(filename, text, format === 'csv' ? 'text/csv' : 'application/json')
              setSaved(
                `${rows} ${rows === 1 ? 'address' : 'addresses'}, saved as ${filename}, where this browser keeps downloads.`,
              )
            }}
          />
        </>
      )}
    </Dialog>
  )
}
