import type { Address } from 'viem'

export const LIST_FORMATS = ['ofac-xml', 'plain', 'csv', 'json', 'stix'] as const
/** How the text of a list is written. */
export type ListFormat = (typeof LIST_FORMATS)[number]

export type ListEntry = {
  /** Lower case: a list means the twenty bytes, on every EVM chain, whatever the letters. */
  readonly address: Address
  /** Who it is by the list's own word, '' where it names nobody. */
  readonly label: string
  /** ISO time from which it counts; left out where it counts at once. */
  readonly validFrom?: string
}

export type ListReading = {
  /** Each address once, in the order of the list. */
  readonly entries: readonly ListEntry[]
  /** Addresses of other systems, such as Bitcoin's, that the list also holds. */
  readonly skipped: number
  /** Addresses that it once named and that are over by its own word. */
  readonly expired: number
}
