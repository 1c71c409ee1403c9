import type { ReactNode } from 'react'

/**
 * The signature line: state of the decision left, one quiet and one solid button right. Goes after `main`.
 * `children` are the buttons, quiet first.
 */
export function Dock({ status, detail, children }: { status: ReactNode; detail?: ReactNode; children?: ReactNode }) {
  return (
    <section className="dock" aria-label="Decision">
      <div className="wrap">
        <div className="st" role="status">
          <p>{status}</p>
          {detail !== undefined && <p>{detail}</p>}
        </div>
        {children}
      </div>
    </section>
  )
}
