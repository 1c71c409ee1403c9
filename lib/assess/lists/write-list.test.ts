import { describe, expect, it } from 'vitest'
import { readList } from '@/lib/assess/lists/read-list'
import { EXPORT_FORMATS, writeList } from '@/lib/assess/lists/write-list'

const LIST = { installation: 'demo', listId: 'own', name: 'Own cases' }
const address = (at: number) => `0x${at.toString(16).padStart(40, '0')}` as const
const entries = [
  { address: address(1), label: '=HYPERLINK("https://evil.example")', since: '2026-03-01T09:00:00.000Z' },
  { address: address(2), label: `O'Neill, "the" \\ one\nnext`, since: '2026-03-01T09:00:00.000Z' },
  { address: address(3), label: '', since: '2026-03-02T09:00:00.000Z' },
]

describe('an exported list', () => {
  it.each(EXPORT_FORMATS)('gives the same addresses when it is read again: %s', (format) => {
    const { entries: read, skipped } = readList(
      format,
      writeList(format, LIST, entries),
      new Date('2026-04-01T00:00:00Z'),
    )
    expect(read.map((one) => one.address)).toEqual(entries.map((one) => one.address))
    expect(skipped).toBe(0)
  })

  it('runs no formula in a spreadsheet', () => {
    expect(writeList('csv', LIST, entries)).toContain(`'=HYPERLINK`)
    expect(writeList('csv', LIST, entries)).not.toMatch(/(^|,)"?=/m)
  })

  it('is STIX 2.1 whose ids stay, whatever else comes to the list', () => {
    const bundle = (of: typeof entries) =>
      JSON.parse(writeList('stix', LIST, of)) as { objects: { id: string; spec_version: string; valid_from: string }[] }
    const [first] = bundle(entries).objects
    expect(first).toMatchObject({ spec_version: '2.1', valid_from: '2026-03-01T09:00:00.000Z' })
    expect(first?.id).toMatch(/^indicator--[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(bundle(entries.slice(0, 1)).objects[0]?.id).toBe(first?.id)
    expect(new Set(bundle(entries).objects.map(({ id }) => id)).size).toBe(4)
  })

  it('is marked TLP:AMBER, address by address, by the definition of STIX itself', () => {
    const amber = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'
    const { objects } = JSON.parse(writeList('stix', LIST, entries)) as {
      objects: { id: string; type: string; object_marking_refs?: string[]; definition?: object }[]
    }
    const indicators = objects.filter(({ type }) => type === 'indicator')
    expect(indicators.map((one) => one.object_marking_refs)).toEqual(entries.map(() => [amber]))
    expect(objects.filter(({ id }) => id === amber)).toMatchObject([
      { type: 'marking-definition', definition_type: 'tlp', definition: { tlp: 'amber' } },
    ])
  })

  it('is refused where nobody could import it again', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ address: address(at), label: '', since: '2026' }))
    expect(() => writeList('stix', LIST, many)).toThrow('longer than 4 MB')
    expect(writeList('csv', LIST, many).length).toBeLessThan(4_000_000)
  })
})
