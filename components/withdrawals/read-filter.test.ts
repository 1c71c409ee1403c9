import { describe, expect, it } from 'vitest'
import type { Asset } from '@/lib/stage/types'
import { filterWords, searchHeadline } from './filter-words'
import { pageAddress, readStart } from './page-address'
import { readFilter, type SearchParams } from './read-filter'

const USDC: Asset = { chainId: 31337, address: `0x${'1c'.repeat(20)}`, symbol: 'USDC', decimals: 6 }
const CHOICES = {
  safes: [{ id: 'treasury', name: 'Treasury Safe' }],
  assets: [USDC],
  people: [{ id: 'ines', name: 'Ines' }],
}
const PAYEE = '0x8dF56A3b2e2cB2cB6a49c49a0d3d3A3DBd3f6e11'
const read = (params: SearchParams) => readFilter(params, CHOICES)
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

describe('an address of the page', () => {
  it('without filters asks for everything', () => {
    expect(read({})).toMatchObject({ filter: {}, problems: {} })
    expect(read({ state: '', safe: ' ', to: '', from: '' })).toMatchObject({ filter: {}, problems: {} })
  })

  it('is read field by field', () => {
    expect(read({ state: 'ended', safe: 'treasury', by: 'ines', to: ' Meridian ' }).filter).toEqual({
      ...{ group: 'ended', safeId: 'treasury', recipient: { text: 'Meridian' } },
      person: { memberId: 'ines', part: null },
    })
    expect(read({ by: 'ines', as: 'approved' }).filter).toEqual({ person: { memberId: 'ines', part: 'approved' } })
    expect(read({ as: 'executed', by: 'ines' }).filter).toEqual({ person: { memberId: 'ines', part: 'executed' } })
    expect(read({ state: 'cancel-pending-onchain' }).filter).toEqual({ state: 'cancel-pending-onchain' })
    expect(read({ asset: `31337:${USDC.address}` }).filter).toEqual({
      asset: { chainId: 31337, address: USDC.address },
    })
    expect(read({ to: ADDRESS.toLowerCase() }).filter).toEqual({ recipient: { address: ADDRESS } })
    expect(read({ to: `local:${ADDRESS}` }).filter).toEqual({ recipient: { address: ADDRESS } })
    expect(read({ touches: ADDRESS.toLowerCase() }).filter).toEqual({ touched: { address: ADDRESS, part: 'any' } })
    expect(read({ to: ADDRESS.slice(0, 20) }).filter).toEqual({ recipient: { text: ADDRESS.slice(0, 20) } })
  })

  it('takes both days of a period in', () => {
    expect(read({ from: '2026-02-28', until: '2026-02-28' })).toMatchObject({
      filter: { from: new Date('2026-02-28T00:00:00Z'), until: new Date('2026-03-01T00:00:00Z') },
      problems: {},
    })
  })

  it.each<[string, SearchParams, string]>([
    ['a state nobody knows', { state: 'lost' }, 'There is no such state. This filter is ignored.'],
    ['a name that every object has', { state: 'constructor' }, 'There is no such state.'],
    ['another Safe', { safe: 'vault' }, 'This desk serves no such Safe.'],
    ['an asset that is not registered', { asset: '1:native' }, 'That asset is not registered.'],
    ['nobody', { by: 'mallory' }, 'Nobody here has that id.'],
    ['a part of nobody', { as: 'approved' }, 'No person is chosen for it.'],
    ['a part of somebody unknown', { by: 'mallory', as: 'approved' }, 'No person is chosen for it.'],
    ['a wrong checksum', { to: PAYEE.replace('dF', 'Df') }, 'Checksum does not match'],
    ['a part of an address that is touched', { touches: ADDRESS.slice(0, 20) }, 'An address is 0x and 40 hex digits.'],
    ['a name of what is touched', { touches: 'Meridian' }, 'An address is 0x and 40 hex digits.'],
    ['a day that no calendar has', { from: '2026-02-30' }, '“2026-02-30” is no date; write it as 2026-03-31.'],
    ['a day in words', { until: 'yesterday' }, '“yesterday” is no date'],
    ['a period that ends first', { from: '2026-03-02', until: '2026-03-01' }, 'It ends before it begins.'],
    ['a field twice', { safe: ['treasury', 'treasury'] }, 'It is given twice.'],
    ['a novel', { to: 'x'.repeat(101) }, 'It has more than 100 characters.'],
    ['what no database takes', { to: 'a\u0000b' }, 'It holds characters that no text here has.'],
  ])('with %s ignores it and says so', (_what, params, sentence) => {
    const { filter, problems } = read(params)
    expect(filter).toEqual({})
    expect(Object.values(problems).join(' ')).toContain(sentence)
  })

  it('keeps what was typed and every other filter', () => {
    const { filter, typed, problems } = read({ state: 'lost', safe: 'treasury' })
    expect({ filter, state: typed.state }).toEqual({ filter: { safeId: 'treasury' }, state: 'lost' })
    expect(Object.keys(problems)).toEqual(['state'])
  })

  it('names a place, or the newest where it names none', () => {
    expect(readStart({ below: '1042' })).toEqual({ below: 1042 })
    expect(readStart({ above: '7' })).toEqual({ above: 7 })
    for (const below of ['', '-1', '1e3', 'W-1', '9'.repeat(13), ['1', '2'], undefined])
      expect(readStart({ below })).toBeNull()
  })

  it('is written with the filters that are set, and read back as they were', () => {
    const { typed } = read({ to: 'Meridian & Co', state: 'ended', safe: '' })
    const address = pageAddress(typed, { below: 12 })
    expect(address).toBe('/withdrawals?state=ended&to=Meridian+%26+Co&below=12')
    expect(read(Object.fromEntries(new URLSearchParams(address.split('?')[1]))).typed).toEqual(typed)
    expect(pageAddress(read({}).typed, null)).toBe('/withdrawals')
  })
})

describe('the words', () => {
  it('say how many match and of how many', () => {
    const of = (counted: number, isMore = false) => ({ counted, isMore })
    const said = (matching: number, all = 214) =>
      searchHeadline({ state: 'ready' }, { matching: of(matching), all: of(all), waiting: 2 }).said
    expect(said(1)).toBe('One of 214 withdrawals matches.')
    expect(said(14)).toBe('14 of 214 withdrawals match.')
    expect(said(0)).toBe('No withdrawal matches.')
    expect(said(1, 1)).toBe('One of 1 withdrawal matches.')
    expect(searchHeadline({}, { matching: of(214), all: of(214), waiting: 2 })).toEqual({
      said: '214 withdrawals were staged here.',
      urgent: 'Two wait for you.',
    })
    expect(searchHeadline({}, { matching: of(0), all: of(0), waiting: 0 }).said).toBe('Nothing was ever staged here.')
  })

  it('say so where nobody counted to the end', () => {
    const [few, many] = [
      { counted: 14, isMore: false },
      { counted: 1000, isMore: true },
    ]
    const said = (filter: object, matching = many) => searchHeadline(filter, { matching, all: many, waiting: 0 }).said
    expect(said({})).toBe('More than 1,000 withdrawals were staged here.')
    expect(said({ state: 'ready' })).toBe('More than 1,000 withdrawals match.')
    expect(said({ state: 'ready' }, few)).toBe('14 of more than 1,000 withdrawals match.')
  })

  it('name each filter that counts, and none that is ignored', () => {
    const found = read({
      state: 'in-flight',
      safe: 'treasury',
      to: 'Mer\u202Eidian',
      by: 'ines',
      from: '2026-01-01',
      asset: 'x',
    })
    expect(filterWords(found, CHOICES)).toEqual([
      'In flight',
      'Treasury Safe',
      'To “Mer‹U+202E›idian”',
      'Ines in any part',
      'Staged from 2026-01-01',
    ])
    expect(filterWords(read({ touches: ADDRESS }), CHOICES)).toEqual([`Touches ${ADDRESS}`])
    const words = (as: string) => filterWords(read({ by: 'ines', as }), CHOICES)
    expect(['staged', 'approved', 'executed'].map(words)).toEqual([
      ['Staged by Ines'],
      ['Approved by Ines'],
      ['Handed over to Ines'],
    ])
  })
})
