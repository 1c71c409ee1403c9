'use client'
import { Dialog } from '../ui/dialog'
import { PasskeyStep, type PasskeyStepProps } from './passkey-step'

/** The passkey step by itself, for actions that need no wallet before it. */
export function StepUpDialog({ isOpen, title, ...step }: { isOpen: boolean; title: string } & PasskeyStepProps) {
  return (
    <Dialog isOpen={isOpen} title={title} onClose={step.onCancel}>
      <PasskeyStep {...step} />
    </Dialog>
  )
}
