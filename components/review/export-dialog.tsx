'use client'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { Dialog } from '../ui/dialog'
import { saveFile } from '../ui/save-file'
import { DoneStep } from '../wallet/done-step'
import { PasskeyStep } from '../wallet/passkey-step'
import { useReview } from './review-context'

/** Takes the evidence along as a file that verifies offline; taking it is an event of its own. */
export function ExportDialog() {
  const { page, dialog, show, demo } = useReview()
  const [saved, setSaved] = useState<string | null>(null)
  function leave() {
    setSaved(null)
    show(null)
  }
  return (
    <Dialog isOpen={dialog === 'export'} title={`Export the evidence of ${page.id}`} onClose={leave}>
      {saved === null ? (
        <PasskeyStep
          sentence={`Export the evidence of ${page.id} as a JSON file. The export is recorded in the log.`}
          isDemo={demo !== null}
          onCancel={leave}
          request={async () => {
            const { subjectDigest } = await import('@/lib/approve/subjects')
            return {
              action: 'export',
              subject: subjectDigest('export', { withdrawalId: page.id }),
              policyVersion: 0,
              installation: page.installation.id,
              memberId: page.viewer.memberId,
            }
          }}
          onProof={async (proof) => {
            const { filename, text } = await callFlow('export-evidence', { withdrawalId: page.id }, proof)
            saveFile(filename, text, 'application/json')
            setSaved(filename)
          }}
        />
      ) : (
        <DoneStep sentence={`Saved as ${saved}, where this browser keeps downloads.`} onDone={leave}>
          <p>In a checkout of this program anyone verifies it offline, given the path to the file:</p>
          <p>
            <code className="hex">npx --no-install countersign audit verify {saved}</code>
          </p>
        </DoneStep>
      )}
    </Dialog>
  )
}
