import { describe, expect, it } from 'vitest'
import { readCsv } from '@/lib/stage/csv'

const cellsOf = (text: string) => {
  const read = readCsv(text)
  return read.ok ? read.records.map(({ row, cells }) => [row, ...cells]) : `${read.row}: ${read.message}`
}

describe('comma separated text (RFC 4180)', () => {
  it.each([
    ['LF', 'a,b\nc,d\n'],
    ['CRLF', 'a,b\r\nc,d\r\n'],
    ['CR', 'a,b\rc,d'],
    ['no end of the last row', 'a,b\nc,d'],
  ])('ends rows at %s', (_what, text) => {
    expect(cellsOf(text)).toEqual([
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ])
  })

  it('takes commas, quotes and line breaks inside quotes as text, and counts them as one row', () => {
    expect(cellsOf('"a,1","say ""so""","x\r\ny"\n"",b,')).toEqual([
      [1, 'a,1', 'say "so"', 'x\r\ny'],
      [2, '', 'b', ''],
    ])
  })

  it('counts empty rows and leaves them out', () => {
    expect(cellsOf('\na,b\n\n, ,\nc,d\n\n')).toEqual([
      [2, 'a', 'b'],
      [5, 'c', 'd'],
    ])
    expect(cellsOf('')).toEqual([])
  })

  it.each([
    ['a,b\n"c,d\n', '2: a quote is opened and not closed.'],
    ['a,b\nc"x",d', '2: a quote stands inside a cell that does not begin with one.'],
    ['a,b\n\n"c" ,d', '3: something stands between a closing quote and the comma.'],
    ['"a""', '1: a quote is opened and not closed.'],
  ])('does not guess at %j', (text, fault) => expect(cellsOf(text)).toBe(fault))
})
