'use client'
import type { BookContact } from '@/db/queries/safes'
import { Button } from '../ui/button'
import { CONTACT_COLUMNS, TOLD_COLUMN } from './read-contacts'
import { verificationMeaning, verificationWords } from './verification-words'

/** The book as CSV, in the form that a list of contacts is read in. Cells that a spreadsheet would compute are quoted. */
export function SaveBook({ contacts }: { contacts: readonly BookContact[] }) {
  function save() {
    const rows = contacts
      .filter(({ hasEnded }) => !hasEnded)
      .map(({ name, address, class: kind, chainId, verification }) =>
        [name, address, kind, String(chainId), told(verification)].map(cell).join(','),
      )
    const text = `${[[...CONTACT_COLUMNS, TOLD_COLUMN].join(','), ...rows].join('\r\n')}\r\n`
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: 'address-book.csv' })
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button onClick={save} isArmed={contacts.length > 0}>
      Save as CSV
    </Button>
  )
}

const told = (verification: BookContact['verification']): string =>
  `${verification === undefined ? '' : `${verificationWords(verification)}. `}${verificationMeaning(verification)}`

// A name that begins like a formula is kept from being one (OWASP CSV injection).
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
