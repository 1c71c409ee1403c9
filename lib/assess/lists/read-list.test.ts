import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MAX_LIST_ROWS } from '@/lib/assess/lists/entry-collector'
import { MAX_LIST_BYTES, readList } from '@/lib/assess/lists/read-list'
import type { ListFormat } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

const fixture = (name: string) => readFileSync(`tests/fixtures/lists/${name}`, 'utf8')
const XML = fixture('ofac-advanced.xml')
const ONE = `0x${'1a'.repeat(20)}`
const RONIN = '0x098b716b8aaf21512996dc57eb0615e2383e2f96'

const NOW = new Date('2026-04-01T00:00:00Z')
const read = (format: ListFormat, text: string) => readList(format, text, NOW)

function refusal(format: ListFormat, text: string): string {
  try {
    read(format, text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_INPUT') return error.message
    throw error
  }
  return 'was read'
}

describe('OFAC’s advanced XML', () => {
  it('gives every 0x address of a digital currency once, lower case, by name, and counts the others', () => {
    const { entries, skipped } = read('ofac-xml', XML)
    expect(entries).toHaveLength(8)
    expect(skipped).toBe(4)
    expect(entries[0]).toEqual({ address: RONIN, label: 'ALPHA GROUP' })
    expect(entries.every(({ address }) => address === address.toLowerCase())).toBe(true)
    expect(entries.map(({ label }) => label)).toContain('DELTA MIXER')
  })

  it('finds the features by what their type is called, not by its number', () => {
    expect(read('ofac-xml', XML.replaceAll('"345"', '"99345"'))).toEqual(read('ofac-xml', XML))
    expect(refusal('ofac-xml', XML.replaceAll('Digital Currency Address', 'Other'))).toContain('no feature type')
  })

  it('is refused with a document type or an entity in it', () => {
    const bomb = XML.replace('<Sanctions', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><Sanctions')
    expect(refusal('ofac-xml', bomb)).toContain('document type')
  })

  it('is refused when it is cut off, odd, or another XML', () => {
    expect(refusal('ofac-xml', XML.slice(0, -200))).toMatch(/^Line \d+ is no whole XML/)
    expect(refusal('ofac-xml', '<Other/>')).toContain('not OFAC')
    expect(refusal('ofac-xml', XML.replace('0x098B', '0x98B'))).toContain('Feature 5001 is no address')
  })
})

describe('a plain list', () => {
  it('is read with comments, empty lines and any letter case', () => {
    const { entries, skipped } = read('plain', fixture('plain.txt'))
    expect([entries.length, skipped, entries[0]?.address]).toEqual([3, 1, RONIN])
    expect(read('plain', `\uFEFF${ONE}\r\n${ONE.toUpperCase().replace('X', 'x')}\r\n`).entries).toHaveLength(1)
  })

  it('is refused by line for what is no address', () => {
    expect(refusal('plain', `${ONE}\n${ONE.slice(0, -1)}`)).toContain('Line 2 is no address of 0x and 40')
    expect(refusal('plain', `${ONE}\n<html>`)).toContain('Line 2 is no address')
    expect(refusal('plain', '# nothing')).toContain('holds no EVM address')
    expect(refusal('plain', `${ONE}\n\uFFFD`)).toContain('Line 2 is not UTF-8')
    expect(refusal('plain', `\0${ONE}`)).toContain('Line 1 is not UTF-8')
  })

  it('is refused beyond its most rows and bytes', () => {
    expect(refusal('plain', `${ONE}\n`.repeat(MAX_LIST_ROWS))).toContain('longer')
    expect(refusal('plain', `${'1'.repeat(25)}\n`.repeat(MAX_LIST_ROWS + 1))).toContain('beyond the most')
    expect(refusal('plain', '#'.repeat(MAX_LIST_BYTES + 1))).toContain('longer')
    expect(read('plain', `${ONE}\n#${'#'.repeat(MAX_LIST_BYTES - 44)}`).entries).toHaveLength(1)
  })
})

describe('JSON', () => {
  it('reads the FBI’s list of 51', () => {
    const { entries } = read('json', fixture('fbi-psa250226.json'))
    expect(entries).toHaveLength(51)
  })

  it('reads addresses and objects', () => {
    const text = JSON.stringify([ONE, { address: RONIN, label: 'Ronin' }])
    expect(read('json', text).entries[1]).toEqual({ address: RONIN, label: 'Ronin' })
  })

  it('is refused by item', () => {
    expect(refusal('json', `["${ONE}", 7]`)).toContain('Item 2')
    expect(refusal('json', `["${ONE}"`)).toContain('no whole JSON')
    expect(refusal('json', '{"a": 1}')).toContain('neither an array')
  })
})

describe('CSV', () => {
  it('takes the column that is named, with quotes and labels', () => {
    const { entries } = read('csv', `Name,Address\r\n"A, ""B""",${ONE}\r\nC,${RONIN}\r\n`)
    expect(entries).toEqual([
      { address: ONE, label: 'A, "B"' },
      { address: RONIN, label: 'C' },
    ])
  })

  it('is refused where the column cannot be told, or a row is short or cut off', () => {
    expect(refusal('csv', `one,two\n${ONE},x`)).toContain('exactly one column')
    expect(refusal('csv', `address,wallet\n${ONE},${ONE}`)).toContain('exactly one column')
    expect(refusal('csv', `address,name\n${ONE},x\n${ONE}`)).toContain('Line 3 has 1 cells')
    expect(refusal('csv', `address,name\n${ONE},"x`)).toContain('Line 2 opens a quotation mark')
  })
})

describe('STIX', () => {
  it('takes wallets and patterns, and nothing that is revoked', () => {
    const { entries } = read('stix', fixture('stix-bundle.json'))
    expect(entries.map(({ label }) => label)).toEqual(['Drainer', 'Drainer', 'Collector'])
  })

  it('is refused for a comparison that it cannot read', () => {
    const text = (pattern: string) =>
      JSON.stringify({ type: 'bundle', objects: [{ type: 'indicator', pattern, name: 'x' }] })
    expect(refusal('stix', text(`[cryptocurrency-wallet:value = '${ONE}']`))).toBe('was read')
    expect(refusal('stix', text(`[cryptocurrency-wallet:value LIKE '${ONE}']`))).toContain('something else than =')
    expect(refusal('stix', '{"type":"report"}')).toContain('no STIX bundle')
  })

  const indicator = (at: number, times: object) => ({
    ...{ type: 'indicator', name: 'x', pattern: `[cryptocurrency-wallet:value = '0x${String(at).repeat(40)}']` },
    ...times,
  })
  const bundleOf = (...objects: readonly object[]) => JSON.stringify({ type: 'bundle', objects })

  it('leaves out what is over and counts it, and keeps from when the rest counts', () => {
    const text = bundleOf(
      indicator(1, { valid_from: '2026-01-01T00:00:00Z', valid_until: '2026-04-01T00:00:00Z' }),
      indicator(2, { valid_from: '2026-01-01T00:00:00Z', valid_until: '2026-04-01T00:00:00.001Z' }),
      indicator(3, { valid_from: '2026-05-01T00:00:00.5Z' }),
      indicator(4, {}),
    )
    expect(read('stix', text)).toMatchObject({
      expired: 1,
      entries: [
        { address: `0x${'2'.repeat(40)}`, validFrom: '2026-01-01T00:00:00.000Z' },
        { address: `0x${'3'.repeat(40)}`, validFrom: '2026-05-01T00:00:00.500Z' },
        { address: `0x${'4'.repeat(40)}`, label: 'x' },
      ],
    })
    expect(read('stix', text).entries[2]).not.toHaveProperty('validFrom')
  })

  it('takes the widest of what it says twice', () => {
    const over = indicator(1, { valid_from: '2025-01-01T00:00:00Z', valid_until: '2026-01-01T00:00:00Z' })
    const later = indicator(1, { valid_from: '2027-01-01T00:00:00Z' })
    const sooner = indicator(1, { valid_from: '2026-06-01T00:00:00Z' })
    const of = (...objects: readonly object[]) => read('stix', bundleOf(...objects)).entries[0]?.validFrom
    expect([of(over, later), of(later, sooner), of(sooner, later, indicator(1, {}))]).toEqual([
      '2027-01-01T00:00:00.000Z',
      '2026-06-01T00:00:00.000Z',
      undefined,
    ])
    expect(refusal('stix', bundleOf(over))).toContain('over by its own word')
  })

  it('is refused where a time cannot be read, or ends before it begins', () => {
    expect(refusal('stix', bundleOf(indicator(1, { valid_until: 'soon' })))).toContain('Object 1 has a valid_until')
    expect(refusal('stix', bundleOf(indicator(1, { valid_from: '2026-01-01' })))).toContain(
      'valid_from that is no time',
    )
    const turned = indicator(1, { valid_from: '2027-01-01T00:00:00Z', valid_until: '2026-12-01T00:00:00Z' })
    expect(refusal('stix', bundleOf(turned))).toContain('over before it begins')
  })
})
