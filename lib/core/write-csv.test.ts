import { describe, expect, it } from 'vitest'
import { readCsv } from '@/lib/stage/csv'
import { writeCsv } from './write-csv'

describe('comma separated text', () => {
  it('ends every record with CRLF and quotes only what needs it', () =>
    expect(
      writeCsv([
        ['a', 'b c'],
        ['1,000', 'say "yes"'],
        ['', 'two\r\nlines'],
      ]),
    ).toBe('a,b c\r\n"1,000","say ""yes"""\r\n,"two\r\nlines"\r\n'))

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n+1'])('makes %j text', (formula) => {
    const read = readCsv(writeCsv([['x', formula]]))
    expect(read).toEqual({ ok: true, records: [{ row: 1, cells: ['x', `'${formula}`] }] })
  })

  it.each(['1=1', '0x00', 'a-b', '12.50', '2026-01-01T00:00:00Z', "'quoted", 'W-1001'])(
    'leaves %j as it is',
    (text) => {
      expect(writeCsv([[text]])).toBe(`${text}\r\n`)
    },
  )
})
