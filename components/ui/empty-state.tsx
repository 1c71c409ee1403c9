import type { ReactNode } from 'react'

/** A sentence, and what will fill the place. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{title}</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  )
}
