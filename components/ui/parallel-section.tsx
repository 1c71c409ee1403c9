import type { ReactNode } from 'react'
import { ParallelTable, type ParallelTableProps } from './parallel-table'

export type ParallelSectionProps = ParallelTableProps & { id: string; title: string; children?: ReactNode }

/** The table as §1 of a page: its column heads are the heading, except where a narrow screen hides them. */
export function ParallelSection({ id, title, children, ...table }: ParallelSectionProps) {
  return (
    <section className="sec par-sec" aria-labelledby={id}>
      <header className="only-narrow-block">
        {table.number !== undefined && <span className="no">{table.number}</span>}
        <h2 id={id}>{title}</h2>
      </header>
      <ParallelTable {...table} />
      {children}
    </section>
  )
}
