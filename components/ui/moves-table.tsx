import type { ReactNode } from 'react'
import { Amount, fractionDigits } from './amount'

export type Move = {
  account: string
  asset: string
  decimals: number
  /** Null where the balance was not read. */
  before: bigint | null
  change: bigint
  after: bigint | null
}

/** Everything that moves: before, change, after, one decimal point per column. */
export function MovesTable({ moves, caption }: { moves: readonly Move[]; caption: ReactNode }) {
  const digits = {
    before: columnDigits(moves, (move) => move.before),
    change: columnDigits(moves, (move) => move.change),
    after: columnDigits(moves, (move) => move.after),
  }
  return (
    <table className="led moves" role="table">
      <caption className="note">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {['Account', 'Asset', 'Before', 'Change', 'After'].map((title, index) => (
            <th key={title} scope="col" role="columnheader" className={index > 1 ? 'end' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {moves.map((move, index) => (
          <tr role="row" key={index}>
            <th scope="row" role="rowheader">
              {move.account}
            </th>
            <td role="cell">{move.asset}</td>
            <Figure move={move} units={move.before} title="Before" digits={digits.before} className="end zero" />
            <Figure move={move} units={move.change} title="Change" digits={digits.change} className="end chg" />
            <Figure move={move} units={move.after} title="After" digits={digits.after} className="end" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type FigureProps = { move: Move; units: bigint | null; title: string; digits: number; className: string }

function Figure({ move, units, title, digits, className }: FigureProps) {
  return (
    <td role="cell" className={className} data-h={title}>
      {units === null ? (
        'not read'
      ) : (
        <Amount
          units={units}
          decimals={move.decimals}
          unit={move.asset}
          layout="column"
          columnDigits={digits}
          isSigned={title === 'Change'}
          isUnitShown={false}
        />
      )}
    </td>
  )
}

function columnDigits(moves: readonly Move[], pick: (move: Move) => bigint | null): number {
  return fractionDigits(moves.map((move) => ({ units: pick(move) ?? 0n, decimals: move.decimals })))
}
