import { expect, it } from 'vitest'
import { bookCsv } from './book-csv'

const line = { name: 'Alder', address: `0x${'ab'.repeat(20)}`, class: 'counterparty', chainId: 1 }

it('writes one entry a row, with how it was verified', () => {
  const verification = { how: 'call-back', by: 'Ann', at: '2026-03-01T10:00Z', source: 'the contract' } as const
  expect(bookCsv([line, { ...line, name: 'Birch', verification }])).toBe(
    'name,address,class,chain,verification\r\n' +
      `Alder,${line.address},counterparty,1,nobody recorded how\r\n` +
      `Birch,${line.address},counterparty,1,"call-back, on its admins’ word: Ann, 2026-03-01T10:00Z; the number is from: the contract"\r\n`,
  )
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('makes text of a name that a spreadsheet would compute: %s', (name) => {
  expect(bookCsv([{ ...line, name }])).toContain(`\r\n'${name},`)
})
