import type { Address } from 'viem'
import type { ListEntry, ListReading } from '@/lib/assess/lists/types'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'

/** Rows of one list; the longest public ones hold a few thousand. */
export const MAX_LIST_ROWS = 100_000
const MAX_LABEL = 120

/** Takes the rows of a list one by one; each address counts once, with the label that came first. */
export class EntryCollector {
  readonly #entries = new Map<Address, ListEntry>()
  #rows = 0
  #skipped = 0

  /**
   * Takes one row.
   * @param place "Line 7", as a person finds it again
   * @throws AppError BAD_INPUT for what is meant as an EVM address and is none, and beyond the most rows
   */
  take(text: string, { place, label = '' }: { readonly place: string; readonly label?: string }): void {
    this.#rows += 1
    if (this.#rows > MAX_LIST_ROWS)
      throw listFault(place, `is beyond the most that a list holds, ${MAX_LIST_ROWS} rows.`)
    const value = text.trim()
    if (/^0x[0-9a-f]{40}$/i.test(value)) return this.#keep(value.toLowerCase() as Address, label)
    if (value === '') throw listFault(place, 'holds no address.')
    if (/^0x/i.test(value)) throw listFault(place, `is no address of 0x and 40 hex digits: ${displayText(value, 60)}`)
    // A sentence or a web page is no list; addresses of other systems are one run of letters and digits.
    if (!/^[A-Za-z0-9:]{20,128}$/.test(value)) throw listFault(place, `is no address: ${displayText(value, 60)}`)
    this.#skipped += 1
  }

  #keep(address: Address, label: string): void {
    if (!this.#entries.has(address)) this.#entries.set(address, { address, label: displayText(label, MAX_LABEL) })
  }

  /** @throws AppError BAD_INPUT when there is not one EVM address: an empty list protects from nothing */
  reading(): ListReading {
    if (this.#entries.size === 0)
      throw new AppError('BAD_INPUT', 'The list holds no EVM address. Check the file and its format.')
    return { entries: [...this.#entries.values()], skipped: this.#skipped }
  }
}

export const listFault = (place: string, reason: string): AppError => new AppError('BAD_INPUT', `${place} ${reason}`)
