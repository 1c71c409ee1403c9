import { describe, expect, it } from 'vitest'
import type { OpenWallet } from '../wallet/wallets'
import { assertSameBlock } from './sign-approval'

const HASH = `0x${'ab'.repeat(32)}` as const
const BLOCK = { number: 18n, hash: HASH }
const wallet = (request: OpenWallet['request']) => ({ name: 'Cold wallet', request })

describe('the wallet’s own node', () => {
  it('stops where it knows another block than the page', async () => {
    const other = wallet(async () => ({ hash: `0x${'cd'.repeat(32)}` }))
    await expect(assertSameBlock(other, BLOCK)).rejects.toThrow('The node of Cold wallet knows another block 18')
  })

  it('is asked for that block, and stops nothing where it knows the same in any letter case', async () => {
    const asked: unknown[] = []
    const same = wallet(async (method, params) => {
      asked.push([method, params])
      return { hash: HASH.toUpperCase().replace('0X', '0x') }
    })
    await assertSameBlock(same, BLOCK)
    expect(asked).toEqual([['eth_getBlockByNumber', ['0x12', false]]])
  })

  it('stops nothing where the wallet passes no such question on', async () => {
    const answers = [null, undefined, 'no', { hash: 7 }, {}]
    for (const answer of answers)
      await assertSameBlock(
        wallet(async () => answer),
        BLOCK,
      )
    await assertSameBlock(
      wallet(() => Promise.reject(new Error('not supported'))),
      BLOCK,
    )
  })
})
