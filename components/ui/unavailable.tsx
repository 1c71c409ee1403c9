import type { ReactNode } from 'react'

/** Hatched: names the party that did not answer and since when; `children` say what policy does about it. */
export function Unavailable({ title, reason, children }: { title: string; reason: ReactNode; children?: ReactNode }) {
  return (
    <div className="blank">
      <p>
        <b>{title}</b> {reason}
      </p>
      {children !== undefined && <p>{children}</p>}
    </div>
  )
}
