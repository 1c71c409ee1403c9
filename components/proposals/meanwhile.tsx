import type { ReactNode } from 'react'
import { Button } from '../ui/button'

type MeanwhileProps = {
  /** What going on does: "Go on from version 4, mine as version 5". */
  action: string
  onGoOn: () => void
  /** What changed, and by whom. */
  children: ReactNode
}

/** Somebody else changed what a form began from: what they did, beside what is typed, until that is taken note of. */
export function Meanwhile({ action, onGoOn, children }: MeanwhileProps) {
  return (
    <div className="meanwhile" role="status">
      <p>
        <b>This changed while you typed.</b> All that you typed is still here. It cannot be proposed before you go on
        from what stands now.
      </p>
      {children}
      <p className="entry-actions">
        <Button onClick={onGoOn}>{action}</Button>
      </p>
    </div>
  )
}
