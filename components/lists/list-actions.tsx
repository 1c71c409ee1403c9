'use client'
import { lazy, Suspense, useState } from 'react'
import type { ListLine } from '@/db/queries/lists'
import { Button } from '../ui/button'
import type { ListViewer } from './list-viewer'

// Passkeys come with the first press, never with the page.
const ChangeListDialog = lazy(async () => ({ default: (await import('./change-list-dialog')).ChangeListDialog }))
const ExportListDialog = lazy(async () => ({ default: (await import('./export-list-dialog')).ExportListDialog }))

/** What can be done with one list. A dialog that was opened once stays, and with it what was typed. */
export function ListActions({ line, viewer }: { line: ListLine; viewer: ListViewer }) {
  const [open, setOpen] = useState<'change' | 'export' | null>(null)
  const [opened, setOpened] = useState({ change: false, export: false })
  const show = (which: 'change' | 'export') => {
    setOpened({ ...opened, [which]: true })
    setOpen(which)
  }
  const close = () => setOpen(null)
  return (
    <span className="sub">
      {viewer.isAdmin && (
        <Button onClick={() => show('change')}>
          Change<span className="sr"> {line.name}</span>
        </Button>
      )}{' '}
      <Button onClick={() => show('export')}>
        Export<span className="sr"> {line.name}</span>
      </Button>
      <Suspense fallback={null}>
        {opened.change && (
          <ChangeListDialog key={line.changes} isOpen={open === 'change'} line={line} viewer={viewer} onClose={close} />
        )}
        {opened.export && <ExportListDialog isOpen={open === 'export'} line={line} viewer={viewer} onClose={close} />}
      </Suspense>
    </span>
  )
}
