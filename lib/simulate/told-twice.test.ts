import { expect, it } from 'vitest'
import { toldTwice } from '@/lib/simulate/told-twice'

const ONE = '0xaaaa111111111111111111111111111111111111'
const TWO = '0xbbbb222222222222222222222222222222222222'
const change = { account: ONE, asset: TWO, before: 0n, after: 100n } as const

it('a balance is told once: a change that is repeated is named, whatever its letters and amounts', () => {
  const letters = `0x${ONE.slice(2).toUpperCase()}` as const
  for (const again of [change, { ...change, account: letters }, { ...change, before: 100n, after: 200n }])
    expect(toldTwice([change, again])).toEqual([expect.stringContaining(`${TWO} is told more than once`)])
  expect(toldTwice([change, change, change])).toHaveLength(1)
})

it('other accounts and other assets are other balances', () => {
  const coin = { ...change, asset: 'native' } as const
  expect(toldTwice([change, coin, { ...change, account: TWO }, { ...coin, account: TWO }])).toEqual([])
})
