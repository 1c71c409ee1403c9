'use client'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import type { Person } from '../security/person'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { saveFile } from '../ui/save-file'
import { DoneStep } from '../wallet/done-step'
import { PasskeyStep } from '../wallet/passkey-step'

/** The book as CSV, in the form that a list of contacts is read in. Taking it is an event of its own. */
export function SaveBook({ count, person }: { count: number; person: Person }) {
  const [isOpen, setIsOpen] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const close = () => {
    setSaved(null)
    setIsOpen(false)
  }
  return (
    <>
      <Button onClick={() => setIsOpen(true)} isArmed={count > 0}>
        Save as CSV
      </Button>
      <Dialog isOpen={isOpen} title="Save the address book" onClose={close}>
        {saved !== null ? (
          <DoneStep sentence={saved} back="Back to the book" onDone={close} />
        ) : (
          <PasskeyStep
            sentence="Save every entry of the address book that counts or cools, as CSV. The export is recorded in the log."
            isDemo={person.isDemo}
            onCancel={close}
            request={async () => {
              const { subjectDigest } = await import('@/lib/approve/subjects')
              return {
                ...{ action: 'export', subject: subjectDigest('export', { book: {} }), policyVersion: 0 },
                ...{ installation: person.installation, memberId: person.memberId },
              }
            }}
            onProof={async (proof) => {
              const { filename, text, rows } = await callFlow('export-book', {}, proof)
              saveFile(filename, text, 'text/csv')
              setSaved(
                `${rows} ${rows === 1 ? 'entry' : 'entries'}, saved as ${filename}, where this browser keeps downloads.`,
              )
            }}
          />
        )}
      </Dialog>
    </>
  )
}
