'use client'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { Dialog } from '../ui/dialog'
import { saveFile } from '../ui/save-file'
import { DoneStep } from '../wallet/done-step'
import { PasskeyStep } from '../wallet/passkey-step'
import type { AccountingPeriod, AccountingViewer } from './accounting-form'

type AccountingDialogProps = { viewer: AccountingViewer; period: AccountingPeriod; onClose: () => void }

/** The passkey confirms the very period; taking the file is an event of its own. */
export function AccountingDialog({ viewer, period, onClose }: AccountingDialogProps) {
  const [saved, setSaved] = useState<{ readonly filename: string; readonly rows: number } | null>(null)
  const words = period.from === period.until ? `on ${period.from}` : `from ${period.from} until ${period.until}`
  return (
    <Dialog isOpen title="Export accounting" onClose={onClose}>
      {saved === null ? (
        <PasskeyStep
          sentence={`Export every payment executed ${words}, UTC, as a CSV file. The export is recorded in the log.`}
          isDemo={viewer.isDemo}
          onCancel={onClose}
          request={async () => {
            const { subjectDigest } = await import('@/lib/approve/subjects')
            return {
              action: 'export',
              subject: subjectDigest('export', { from: period.from, until: period.until }),
              policyVersion: 0,
              installation: viewer.installation,
              memberId: viewer.memberId,
            }
          }}
          onProof={async (proof) => {
            const { filename, text, rows } = await callFlow('export-accounting', period, proof)
            saveFile(filename, text, 'text/csv')
            setSaved({ filename, rows })
          }}
        />
      ) : (
        <DoneStep
          sentence={`${saved.rows} ${saved.rows === 1 ? 'payment' : 'payments'}, saved as ${saved.filename}, where this browser keeps downloads.`}
          back="Back to the withdrawals"
          onDone={onClose}
        />
      )}
    </Dialog>
  )
}
