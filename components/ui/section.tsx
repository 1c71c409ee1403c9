import type { ReactNode } from 'react'

export type SectionProps = {
  /** Id of the heading: what links such as "call 1" point at. */
  id: string
  /** "§2", on a page whose parts cite each other. */
  number?: string
  title: string
  meta?: ReactNode
  /** On a phone a long meta takes a line of its own. */
  isMetaLong?: boolean
  /** Full width below both columns. */
  isAppendix?: boolean
  children: ReactNode
}

export function Section({ id, number, title, meta, isMetaLong = false, isAppendix = false, children }: SectionProps) {
  return (
    <section className={isAppendix ? 'sec appendix' : 'sec'} aria-labelledby={id}>
      <header>
        {number !== undefined && <span className="no">{number}</span>}
        <h2 id={id}>{title}</h2>
        {meta !== undefined && <span className={isMetaLong ? 'meta long' : 'meta'}>{meta}</span>}
      </header>
      {children}
    </section>
  )
}
