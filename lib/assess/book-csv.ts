import type { Verification } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import { writeCsv } from '@/lib/core/write-csv'

/** The columns that a list of contacts is read by. */
export const CONTACT_COLUMNS = ['name', 'address', 'class', 'chain'] as const
/** What a saved book says of how its entries were verified. It is read over: whoever proposes says it anew. */
export const TOLD_COLUMN = 'verification'

export type BookLine = {
  readonly name: string
  readonly address: string
  readonly class: string
  readonly chainId: number
  readonly verification?: Verification
}

/** The book as CSV, in the form that a list of contacts is read in. A cell that a spreadsheet would compute is made text. */
export const bookCsv = (lines: readonly BookLine[]): string =>
  writeCsv([
    [...CONTACT_COLUMNS, TOLD_COLUMN],
    ...lines.map((line) => [line.name, line.address, line.class, String(line.chainId), told(line.verification)]),
  ])

function told(given: Verification | undefined): string {
  switch (given?.how) {
    case undefined:
      return 'nobody recorded how'
    case 'call-back':
      return `call-back, on its admins’ word: ${displayText(given.by, 80)}, ${given.at}; the number is from: ${displayText(given.source, 160)}`
    case 'test-transfer':
      return `test transfer ${given.withdrawalId} arrived, on its admins’ word: ${displayText(given.by, 80)}, ${given.at}`
    case 'signed-message':
      return given.signer === 'key' ? 'its key signed a message' : 'its contract says it signed a message'
  }
}
