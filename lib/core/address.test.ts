import { describe, expect, it } from 'vitest'
import { isSameAddress, parseAddress } from '@/lib/core/address'

const GOOD = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

describe('pasted addresses', () => {
  it('takes a checksummed one, one case only, spaces around and the right prefix', () => {
    for (const text of [GOOD, GOOD.toLowerCase(), `0x${GOOD.slice(2).toUpperCase()}`, ` ${GOOD}\n`, `eth:${GOOD}`])
      expect(parseAddress(text, 'eth')).toEqual({ ok: true, address: GOOD })
  })

  it('names a wrong checksum', () => {
    const swapped = GOOD.replace('dc3A', 'DC3a')
    expect(parseAddress(swapped, 'eth')).toMatchObject({ ok: false, message: expect.stringContaining('Checksum') })
  })

  it('names both prefixes when they differ', () => {
    expect(parseAddress(`oeth:${GOOD}`, 'eth')).toEqual({
      ok: false,
      message: 'The prefix says oeth; this withdrawal is on eth.',
    })
  })

  it.each(['', '0x', GOOD.slice(0, -1), `${GOOD}0`, GOOD.slice(2), 'vitalik.eth', `${GOOD} ${GOOD}`])(
    'refuses %j',
    (text) => expect(parseAddress(text, 'eth').ok).toBe(false),
  )

  it('compares bytes, not spelling', () => {
    expect(isSameAddress(GOOD, GOOD.toLowerCase())).toBe(true)
    expect(isSameAddress(GOOD, GOOD.replace('7', '8'))).toBe(false)
  })
})
