import { describe, expect, it } from 'vitest'
import { formatMoney, formatUnits, parseUnits } from '@/lib/core/money'

describe('amounts', () => {
  it('reads decimal text exactly', () => {
    expect(parseUnits('250.00', 6)).toEqual({ ok: true, units: 250_000_000n })
    expect(parseUnits(' 101,204,118.40 ', 6)).toEqual({ ok: true, units: 101_204_118_400_000n })
    expect(parseUnits('0.000000000000000001', 18)).toEqual({ ok: true, units: 1n })
    expect(parseUnits('7', 0)).toEqual({ ok: true, units: 7n })
  })

  it.each(['', '.', '1.', '.5', '1,00', '1,0000', '1.000,5', '-1', '+1', '1e6', '0x10', '1 000', '１', 'NaN'])(
    'refuses %j',
    (text) => expect(parseUnits(text, 18).ok).toBe(false),
  )

  it('says how many decimals are too many', () => {
    expect(parseUnits('1.0000001', 6)).toEqual({
      ok: false,
      message: 'This asset has 6 decimals; the amount has 7.',
    })
  })

  it('gives back what it read, for any amount and any decimals', () => {
    for (const decimals of [0, 1, 6, 18, 36])
      for (const units of [0n, 1n, 9n, 10n ** 18n, 123_456_789_012_345_678_901n, 2n ** 256n - 1n]) {
        const { whole, fraction } = formatUnits(units, decimals)
        expect(parseUnits(`${whole}${fraction}`, decimals)).toEqual({ ok: true, units })
      }
  })

  it('never rounds and keeps two decimals where the asset has them', () => {
    expect(formatMoney(1_500_000_000_000_000_001n, { decimals: 18, symbol: 'ETH' })).toBe('1.500000000000000001 ETH')
    expect(formatMoney(250_000_000n, { decimals: 6, symbol: 'USDC' })).toBe('250.00 USDC')
    expect(formatMoney(-5n, { decimals: 1, symbol: 'X' })).toBe('−0.5 X')
  })
})
