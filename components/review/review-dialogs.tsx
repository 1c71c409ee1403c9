'use client'
import { lazy, Suspense, useState } from 'react'
import { type ReviewDialog, useReview } from './review-context'

// Wallets and passkeys are heavy and come with the first press, never with the page.
const DIALOGS = {
  approve: lazy(async () => ({ default: (await import('./approve-dialog')).ApproveDialog })),
  execute: lazy(async () => ({ default: (await import('./execute-dialog')).ExecuteDialog })),
  reject: lazy(async () => ({ default: (await import('./stop-dialog')).RejectDialog })),
  cancel: lazy(async () => ({ default: (await import('./stop-dialog')).CancelDialog })),
  hold: lazy(async () => ({ default: (await import('./stop-dialog')).HoldDialog })),
  release: lazy(async () => ({ default: (await import('./release-dialog')).ReleaseDialog })),
  'cancel-onchain': lazy(async () => ({ default: (await import('./cancel-onchain-dialog')).ReviewCancelDialog })),
  comment: lazy(async () => ({ default: (await import('./comment-dialog')).CommentDialog })),
  ask: lazy(async () => ({ default: (await import('./comment-dialog')).AskDialog })),
  export: lazy(async () => ({ default: (await import('./export-dialog')).ExportDialog })),
} as const

/** Every dialog that was opened once stays, so that what was typed into it does too. */
export function ReviewDialogs() {
  const { dialog } = useReview()
  const [opened, setOpened] = useState<readonly ReviewDialog[]>([])
  if (dialog !== null && !opened.includes(dialog)) setOpened([...opened, dialog])
  return (
    <Suspense fallback={null}>
      {opened.map((name) => {
        const Open = DIALOGS[name]
        return <Open key={name} />
      })}
    </Suspense>
  )
}
