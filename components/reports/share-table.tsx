import type { ReactNode } from 'react'
import { Bar } from './bar'

export type ShareRow = {
  readonly key: string
  readonly name: ReactNode
  readonly words: string
  readonly share: number
}

type ShareTableProps = { caption: string; heads: readonly [string, string]; rows: readonly ShareRow[] }

/** Names, amounts, and a bar for each beside the largest. */
export function ShareTable({ caption, heads, rows }: ShareTableProps) {
  return (
    <table className="led shares" role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {heads[0]}
          </th>
          <th scope="col" role="columnheader" className="end">
            {heads[1]}
          </th>
          <th scope="col" role="columnheader">
            <span className="sr">Beside the largest</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, name, words, share }) => (
          <tr key={key} role="row" data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              {name}
            </th>
            <td role="cell" className="end num">
              {words}
            </td>
            <td role="cell">
              <Bar share={share} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
