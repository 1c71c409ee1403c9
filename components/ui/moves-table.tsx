import type { ReactNode } from 'react'
import { Amount, fractionDigits } from './amount'

export type Move = {
  account: string
  asset: string
  decimals: number
  /** Null of a balance that does not change. */
  before: bigint | null
  change: bigint
  after: bigint | null
  /** What logs say of the change, where they say something else. */
  logged?: bigint
  /** The chain's coin moves without a log. */
  hasNoLogs?: boolean
}

/** Everything that moves: before, change, after, one decimal point per column. What logs say stands beside only where it differs. */
export function MovesTable({ moves, caption }: { moves: readonly Move[]; caption: ReactNode }) {
  const digits = {
    before: columnDigits(moves, (move) => move.before),
    change: columnDigits(moves, (move) => move.change),
    after: columnDigits(moves, (move) => move.after),
    logged: columnDigits(moves, (move) => move.logged ?? null),
  }
  const titles = ['Account', 'Asset', 'Before', 'Change', 'After']
  const hasLogged = moves.some(({ logged }) => logged !== undefined)
  return (
    <table className="led moves" role="table">
      <caption className="note">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[...titles, ...(hasLogged ? ['Logs say'] : [])].map((title, index) => (
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
            {hasLogged && <Logged move={move} digits={digits.logged} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const SIGNED = ['Change', 'Logs say']

function Logged({ move, digits }: { move: Move; digits: number }) {
  if (move.logged === undefined)
    return (
      <td role="cell" className="end zero" data-h="Logs say">
        {move.hasNoLogs === true ? 'not logged' : 'the same'}
      </td>
    )
  return <Figure move={move} units={move.logged} title="Logs say" digits={digits} className="end critc" />
}

type FigureProps = { move: Move; units: bigint | null; title: string; digits: number; className: string }

function Figure({ move, units, title, digits, className }: FigureProps) {
  return (
    <td role="cell" className={className} data-h={title}>
      {units === null ? (
        'unchanged'
      ) : (
        <Amount
          units={units}
          decimals={move.decimals}
          unit={move.asset}
          layout="column"
          columnDigits={digits}
          isSigned={SIGNED.includes(title)}
          isUnitShown={false}
        />
      )}
    </td>
  )
}

function columnDigits(moves: readonly Move[], pick: (move: Move) => bigint | null): number {
  return fractionDigits(moves.map((move) => ({ units: pick(move) ?? 0n, decimals: move.decimals })))
}
