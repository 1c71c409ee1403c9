import type { ReactNode } from 'react'

/** A two-pixel line and what is being done. Nothing pretends to be content. */
export function WaitBar({ children }: { children: ReactNode }) {
  return (
    <div className="waiting" role="status">
      <div className="wait-bar" aria-hidden="true">
        <i />
      </div>
      <p className="quiet">{children}</p>
    </div>
  )
}
