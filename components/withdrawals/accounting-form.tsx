'use client'
import { lazy, type SubmitEvent, Suspense, useState } from 'react'
import { readDay } from '@/lib/core/read-day'
import { Button } from '../ui/button'
import { TextField } from '../ui/text-field'

export type AccountingViewer = { readonly installation: string; readonly memberId: string; readonly isDemo: boolean }
export type AccountingPeriod = { readonly from: string; readonly until: string }

// The passkey's part comes with the first press, never with the page.
const AccountingDialog = lazy(async () => ({ default: (await import('./accounting-dialog')).AccountingDialog }))

/** Chooses the days whose payments an accountant gets as a file. */
export function AccountingForm({ viewer, today }: { viewer: AccountingViewer; today: string }) {
  const [given, setGiven] = useState<AccountingPeriod>({ from: `${today.slice(0, 8)}01`, until: today })
  const [problem, setProblem] = useState<Partial<AccountingPeriod>>({})
  const [asked, setAsked] = useState<AccountingPeriod | null>(null)
  const set = (field: keyof AccountingPeriod) => (event: { target: { value: string } }) =>
    setGiven({ ...given, [field]: event.target.value })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const found = problemOf(given)
    setProblem(found)
    if (Object.keys(found).length === 0) setAsked(given)
  }

  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p className="note">
        Each executed payment is a row, by the time of its block: amounts, recipient, fee and who paid it, transaction
        and reference. What the desk does not know is an empty cell with a note.
      </p>
      <div className="fields halves">
        <TextField
          id="accounting-from"
          type="date"
          label="Executed from, UTC"
          value={given.from}
          onChange={set('from')}
          error={problem.from}
        />
        <TextField
          id="accounting-until"
          type="date"
          label="Executed until, UTC"
          value={given.until}
          onChange={set('until')}
          error={problem.until}
        />
      </div>
      <div className="dialog-actions">
        <Button type="submit">Export accounting (CSV)</Button>
      </div>
      <Suspense fallback={null}>
        {asked !== null && <AccountingDialog viewer={viewer} period={asked} onClose={() => setAsked(null)} />}
      </Suspense>
    </form>
  )
}

function problemOf({ from, until }: AccountingPeriod): Partial<AccountingPeriod> {
  const missing = 'Give a day, such as 2026-03-31.'
  return {
    ...(readDay(from) === null && { from: missing }),
    ...(readDay(until) === null ? { until: missing } : from > until && { until: 'It ends before it begins.' }),
  }
}
