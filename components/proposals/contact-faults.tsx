import type { Address } from 'viem'
import { displayText } from '@/lib/core/display-text'
import type { FieldProblem } from '@/lib/core/errors'
import { TwinAddresses } from '../ui/twin-addresses'

type Row = { readonly address: Address; readonly name: string }
type ContactFaultsProps = { problems: readonly FieldProblem[]; contacts: readonly Row[] }

/** Everything that the desk found wrong with a list, row by row; look-alikes with the digits that differ marked. */
export function ContactFaults({ problems, contacts }: ContactFaultsProps) {
  return (
    <ul className="list-problems" role="alert">
      {problems.map(({ field, message, resembles }) => {
        const own = contacts[rowOf(field) ?? -1]
        return (
          <li key={`${field} ${message}`}>
            {rowWords(field, displayText(message, 600))}
            {own && resembles && (
              <TwinAddresses
                first={{ label: displayText(own.name, 80), address: own.address }}
                second={{ label: displayText(resembles.name, 80), address: resembles.address as Address }}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function rowOf(field: string): number | null {
  const place = /^body\.contacts\.(\d+)/.exec(field)?.[1]
  return place === undefined ? null : Number(place)
}

// The desk counts from nought and without the header; a person counts rows.
function rowWords(field: string, message: string): string {
  const row = rowOf(field)
  return row === null ? message : `Row ${row + 2}: ${message}`
}
