import type { Address } from 'viem'
import type { ListEntry, ListReading } from '@/lib/assess/lists/types'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'

/** Rows of one list; the longest public ones hold a few thousand. */
export const MAX_LIST_ROWS = 100_000
const MAX_LABEL = 120

type Row = {
  readonly place: string
  readonly label?: string
  readonly validFrom?: string | undefined
  readonly isExpired?: boolean
}

/** Takes the rows of a list one by one; each address counts once, with the label that came first. */
export class EntryCollector {
  readonly #entries = new Map<Address, ListEntry>()
  #rows = 0
  #skipped = 0
  #expired = 0

  /**
   * Takes one row.
   * @param place "Line 7", as a person finds it again
   * @param validFrom ISO time; left out where it counts at once
   * @param isExpired counted, and kept only where another row names it too
   * @throws AppError BAD_INPUT for what is meant as an EVM address and is none, and beyond the most rows
   */
  take(text: string, { place, label = '', validFrom, isExpired = false }: Row): void {
    this.#rows += 1
    if (this.#rows > MAX_LIST_ROWS)
      throw listFault(place, `is beyond the most that a list holds, ${MAX_LIST_ROWS} rows.`)
    const value = text.trim()
    if (/^0x[0-9a-f]{40}$/i.test(value)) {
      if (isExpired) this.#expired += 1
      else this.#keep(value.toLowerCase() as Address, label, validFrom)
      return
    }
    if (value === '') throw listFault(place, 'holds no address.')
    if (/^0x/i.test(value)) throw listFault(place, `is no address of 0x and 40 hex digits: ${displayText(value, 60)}`)
    // A sentence or a web page is no list; addresses of other systems are one run of letters and digits.
    if (!/^[A-Za-z0-9:]{20,128}$/.test(value)) throw listFault(place, `is no address: ${displayText(value, 60)}`)
    this.#skipped += 1
  }

  // Named twice, an address counts from the earlier time.
  #keep(address: Address, label: string, validFrom: string | undefined): void {
    const known = this.#entries.get(address)
    const from = known === undefined ? validFrom : earlierOf(known.validFrom, validFrom)
    const shown = known?.label ?? displayText(label, MAX_LABEL)
    this.#entries.set(address, { address, label: shown, ...(from === undefined ? {} : { validFrom: from }) })
  }

  /** @throws AppError BAD_INPUT when there is not one EVM address: an empty list protects from nothing */
  reading(): ListReading {
    if (this.#entries.size === 0)
      throw new AppError(
        'BAD_INPUT',
        this.#expired > 0
          ? 'Every EVM address of the list is over by its own word, so it protects from nothing. Check the file.'
          : 'The list holds no EVM address. Check the file and its format.',
      )
    return { entries: [...this.#entries.values()], skipped: this.#skipped, expired: this.#expired }
  }
}

const earlierOf = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined ? undefined : a < b ? a : b

export const listFault = (place: string, reason: string): AppError => new AppError('BAD_INPUT', `${place} ${reason}`)
