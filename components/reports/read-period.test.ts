import { expect, it } from 'vitest'
import { readPeriod } from './read-period'

const now = new Date('2026-11-27T10:00:00Z')

it('is the last ninety days where nothing is named', () => {
  expect(readPeriod({}, now)).toMatchObject({ from: '2026-08-29', until: '2026-11-27', errors: {} })
})

it('takes whole days of UTC', () => {
  expect(readPeriod({ from: '2026-03-30', until: '2026-03-31' }, now).period).toEqual({
    from: new Date('2026-03-30T00:00:00Z'),
    until: new Date('2026-04-01T00:00:00Z'),
  })
})

it.each([
  [{ from: '2026-02-30' }, 'from'],
  [{ until: 'yesterday' }, 'until'],
  [{ from: '2026-04-01', until: '2026-03-01' }, 'until'],
])('says what is wrong and keeps what was typed: %o', (params, field) => {
  const read = readPeriod(params, now)
  expect(Object.keys(read.errors)).toEqual([field])
  expect(read.period).toBeNull()
  expect(read).toMatchObject(params)
})
