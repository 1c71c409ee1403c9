'use client'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { useFirstFocus } from './use-first-focus'

/** The end of a signing dialog: what was recorded, and the way back. */
export function DoneStep({ sentence, back: backWords = 'Back to the review', children, onDone }: DoneStepProps) {
  const back = useFirstFocus()
  // What opened the dialog may be gone by now: then reading goes on at the page's content, not at its top.
  function leave() {
    onDone()
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('main')?.focus()
    })
  }
  return (
    <div className="step" role="status">
      <p className="say">{sentence}</p>
      {children}
      <div className="dialog-actions">
        <Button kind="primary" ref={back} onClick={leave}>
          {backWords}
        </Button>
      </div>
    </div>
  )
}

type DoneStepProps = { sentence: ReactNode; back?: string; children?: ReactNode; onDone: () => void }
