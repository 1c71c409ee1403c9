'use client'
import { type ReactNode, useEffect, useId, useRef } from 'react'

export type DialogProps = { isOpen: boolean; title: string; onClose: () => void; children: ReactNode }

/** The native modal dialog: the browser traps focus and gives it back, Escape closes it. Buttons go in `dialog-actions`. */
export function Dialog({ isOpen, title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (isOpen && element?.open === false) element.showModal()
    if (!isOpen && element?.open === true) element.close()
  }, [isOpen])

  return (
    <dialog ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {isOpen && children}
    </dialog>
  )
}
