import type { BookContact } from '@/db/queries/safes'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import type { Person } from '../security/person'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import { bookStateWords } from './book-state'
import { EndContactButton } from './end-contact-button'
import { verificationMeaning, verificationWords } from './verification-words'

type BookTableProps = {
  contacts: readonly BookContact[]
  now: Date
  /** Null where the viewer proposes nothing. */
  person: Person | null
}

/** Every entry with its whole address and whether it counts. */
export function BookTable({ contacts, now, person }: BookTableProps) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">Address book</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Name
          </th>
          <th scope="col" role="columnheader">
            Address
          </th>
          <th scope="col" role="columnheader">
            State
          </th>
          <th scope="col" role="columnheader">
            <span className="sr">End</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {contacts.map((one) => (
          <tr role="row" key={one.entryId} data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              <b>{displayText(one.name, 80)}</b>
              <span className="sub">
                {one.class}, {findChain(one.chainId)?.name ?? `chain ${one.chainId}`}
              </span>
            </th>
            <td role="cell" className="full">
              <HexGroups hex={one.address} /> <Copy value={one.address} what={`address of ${one.name}`} />
            </td>
            <td role="cell" className="full">
              {bookStateWords(one, now)}
              {one.verification !== undefined && <span className="sub">{verificationWords(one.verification)}</span>}
              <span className="sub">{verificationMeaning(one.verification)}</span>
            </td>
            <td role="cell" className="end">
              {person !== null && !one.hasEnded && (
                <>
                  <a href={`/admin/propose/verify-contact?entry=${one.entryId}`}>
                    Record<span className="sr"> how {displayText(one.name, 80)} was verified</span>
                  </a>{' '}
                  <EndContactButton person={person} entryId={one.entryId} name={displayText(one.name, 80)} />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
