'use client'
import { callFlow } from '../flows/client'
import { StepUpDialog } from '../wallet/step-up-dialog'
import { useReview } from './review-context'

/** Takes the evidence along as a file that verifies offline; taking it is an event of its own. */
export function ExportDialog() {
  const { page, dialog, show, demo } = useReview()
  return (
    <StepUpDialog
      isOpen={dialog === 'export'}
      title={`Export the evidence of ${page.id}`}
      sentence={`Export the evidence of ${page.id} as a JSON file. The export is recorded in the log.`}
      isDemo={demo !== null}
      onCancel={() => show(null)}
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
        saveFile(filename, text)
        show(null)
      }}
    />
  )
}

function saveFile(filename: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.click()
  URL.revokeObjectURL(url)
}
