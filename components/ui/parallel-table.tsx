import type { ReactNode } from 'react'
import { Icon } from './icon'
import type { SymbolName } from './sprite'

export type ClauseMark = 'same' | 'differs' | 'added' | 'missing' | 'unknown'

export type Clause = { no: string; name: string; asked: ReactNode; effect: ReactNode; mark: ClauseMark }

export type ParallelTableProps = {
  rows: readonly Clause[]
  number?: string
  askedTitle?: string
  effectTitle?: string
  /** "by Ines, 02:14 UTC, as staged". */
  askedBy?: ReactNode
  /** "simulated in 3 environments at block 21,891,902, guard included". */
  effectBy?: ReactNode
}

const MARK: Record<ClauseMark, { symbol: SymbolName; word: string; row: string }> = {
  same: { symbol: 'eq', word: 'equal', row: 'same' },
  differs: { symbol: 'ne', word: 'differs', row: 'differs' },
  added: { symbol: 'plus', word: 'not asked for', row: 'differs' },
  missing: { symbol: 'minus', word: 'asked, does not happen', row: 'differs' },
  unknown: { symbol: 'v-unknown', word: 'unanswered', row: 'unknown' },
}

/** Asked beside what will happen, clause by clause. Roles are written out because narrow screens lay rows out anew. */
export function ParallelTable(props: ParallelTableProps) {
  const { rows, number, askedTitle = 'Asked', effectTitle = 'Will happen', askedBy, effectBy } = props
  return (
    <table className="par" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {number !== undefined && <span className="no">{number}</span>}
            <span className="sr">Clause</span>
          </th>
          <th scope="col" role="columnheader" className="asked">
            <b>{askedTitle}</b>
            {askedBy !== undefined && <span>{askedBy}</span>}
          </th>
          <th scope="col" role="columnheader" className="mk">
            <span className="sr">Comparison</span>
          </th>
          <th scope="col" role="columnheader" className="effect">
            <b>{effectTitle}</b>
            {effectBy !== undefined && <span>{effectBy}</span>}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <ClauseRow key={row.no} row={row} askedTitle={askedTitle} effectTitle={effectTitle} />
        ))}
      </tbody>
    </table>
  )
}

function ClauseRow({ row, askedTitle, effectTitle }: { row: Clause; askedTitle: string; effectTitle: string }) {
  const { symbol, word, row: className } = MARK[row.mark]
  return (
    <tr role="row" data-row tabIndex={-1} className={className} id={`clause-${row.no}`}>
      <th scope="row" role="rowheader">
        <span className="no">{row.no}</span>
        {row.name}
      </th>
      <td className="asked" role="cell" data-h={askedTitle}>
        {row.asked}
      </td>
      <td className="mk" role="cell">
        <span>
          <Icon name={symbol} />
          <span className="sr">{word}</span>
        </span>
      </td>
      <td className="effect" role="cell" data-h={effectTitle}>
        {row.mark === 'unknown' ? <span>{row.effect}</span> : row.effect}
      </td>
    </tr>
  )
}
