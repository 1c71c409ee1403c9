'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { DemoFace } from './demo-face'
import { MemberList } from './member-list'

type MemberSwitchProps = { members: readonly DemoFace[]; currentId: string; rpcUrl: string }

/** Demo build only: become another member without leaving the page. */
export function MemberSwitch(props: MemberSwitchProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Switch person</Button>
      <Dialog isOpen={isOpen} title="Who are you? Demo members" onClose={() => setIsOpen(false)}>
        <MemberList {...props} to={null} />
        <div className="dialog-actions">
          <Button onClick={() => setIsOpen(false)}>Close</Button>
        </div>
      </Dialog>
    </>
  )
}
