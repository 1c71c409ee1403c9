import { describe, expect, it } from 'vitest'
import { isWithin, toLine } from '@/tests/bench/figure'
import { assertTraced, FOREIGN_PACKAGES, tracesIn } from '@/tests/bench/package-traces'
import { kilobytesOf } from '@/tests/bench/script-meter'

describe('a figure', () => {
  const figure = { name: 'script', value: 215, unit: 'kB', limit: 215 }

  it('is one line of JSON beside its limit', () => {
    expect(toLine(figure)).toBe('{"name":"script","value":215,"unit":"kB","limit":215,"ok":true}')
  })

  it('is over its limit by the least bit more, and was not measured when it is no number', () => {
    expect(isWithin({ ...figure, value: 215.1 })).toBe(false)
    expect(isWithin({ ...figure, value: Number.NaN })).toBe(false)
    expect(isWithin({ ...figure, value: 1e9, limit: null })).toBe(true)
  })

  it('adds the bytes of every script, in kB of 1000', () => {
    const script = { url: '', text: '', bytes: 1500 }
    expect(kilobytesOf([script, script])).toBe(3)
  })
})

describe.each(FOREIGN_PACKAGES)('a page without $name', (foreign) => {
  it('is told from one that has it', () => {
    expect(tracesIn([{ text: 'window.__zod_globalConfig={jitless:!0}' }], foreign)).toEqual([])
    for (const trace of foreign.traces)
      expect(tracesIn([{ text: '' }, { text: `e${trace}x` }], foreign)).toEqual([trace])
  })

  it('is looked for by what the installed package cannot do without', async () => {
    await expect(assertTraced(foreign)).resolves.toBeUndefined()
    const gone = { ...foreign, traces: [...foreign.traces, 'nobodySaysThis'] }
    await expect(assertTraced(gone)).rejects.toThrow('does without nobodySaysThis now')
  })
})
