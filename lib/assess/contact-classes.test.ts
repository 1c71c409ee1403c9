import { describe, expect, it } from 'vitest'
import { CONTACT_CLASSES, coolOffSeconds, coolOffsOf, DEFAULT_COOL_OFF_SECONDS } from '@/lib/assess/contact-classes'

const HOUR = 3600
const hoursAt = (longest: number) =>
  Object.fromEntries(Object.entries(coolOffsOf(longest)).map(([kind, seconds]) => [kind, seconds / HOUR]))

describe('how long a class of contact cools off', () => {
  it('is 6 to 72 hours on a desk that was set up without another number, longest for a counterparty', () => {
    const hours = { 'own-safe': 6, 'own-wallet': 12, exchange: 24, counterparty: 72, protocol: 48 }
    expect(hoursAt(DEFAULT_COOL_OFF_SECONDS)).toEqual(hours)
  })

  it('is a share of the setting, and never under 6 hours where the setting is over them', () => {
    const hours = { 'own-safe': 6, 'own-wallet': 6, exchange: 8, counterparty: 24, protocol: 16 }
    expect(hoursAt(24 * HOUR)).toEqual(hours)
  })

  it.each([0, 1, 5, 60, HOUR, 6 * HOUR])('is the setting itself where that is short: %i seconds', (longest) => {
    expect(new Set(Object.values(coolOffsOf(longest)))).toEqual(new Set([longest]))
  })

  it('is never longer than the setting, and a whole number of seconds', () => {
    for (const longest of [6 * HOUR + 1, 7 * HOUR + 1, 100_000, DEFAULT_COOL_OFF_SECONDS + 1, 366 * 24 * HOUR])
      for (const kind of CONTACT_CLASSES) {
        const seconds = coolOffSeconds(kind, longest)
        expect(seconds).toBeLessThanOrEqual(longest)
        expect(seconds).toBeGreaterThanOrEqual(6 * HOUR)
        expect(Number.isInteger(seconds)).toBe(true)
      }
  })

  it.each(['custodian', 'supplier', 'constructor', ''])('is the longest for what is not on the list: %j', (kind) => {
    expect(coolOffSeconds(kind, DEFAULT_COOL_OFF_SECONDS)).toBe(DEFAULT_COOL_OFF_SECONDS)
  })
})
