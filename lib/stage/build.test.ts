import type { Address } from 'viem'
import { decodeFunctionData, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors'
import { buildTransfer } from '@/lib/stage/build'
import { hashSafeTx } from '@/lib/stage/hash'
import type { Asset, Leg, SafeRef, SafeVersion } from '@/lib/stage/types'

const eth: Asset = { chainId: 31337, address: 'native', symbol: 'ETH', decimals: 18 }
const usdc: Asset = {
  chainId: 31337,
  address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  symbol: 'USDC',
  decimals: 6,
}
const alice: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const bob: Address = '0x8D4a553a28C533A3869C53fA26744B897F36fF39'
const safe = (version: SafeVersion, chainId = 31337): SafeRef => ({
  chainId,
  address: '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117',
  version,
})
const order = (version: SafeVersion, legs: readonly Leg[]) =>
  buildTransfer({ safe: safe(version), intent: { legs, purpose: 'test', reference: '' }, nonce: 5n })

describe('building a transfer', () => {
  it('pays one native leg by a plain call', () => {
    const { tx } = order('1.4.1', [{ asset: eth, recipient: alice, units: 7n }])
    expect(tx).toMatchObject({ to: alice, value: 7n, data: '0x', operation: 0, nonce: 5n })
  })

  it('pays one token leg by transfer at the token', () => {
    const { tx } = order('1.4.1', [{ asset: usdc, recipient: alice, units: 250_000_000n }])
    expect(tx).toMatchObject({ to: usdc.address, value: 0n, operation: 0 })
    const call = decodeFunctionData({ abi: parseAbi(['function transfer(address to, uint256 amount)']), data: tx.data })
    expect(call.args).toEqual([alice, 250_000_000n])
  })

  it.each([
    ['1.1.1', '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D'],
    ['1.3.0', '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D'],
    ['1.4.1', '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'],
    ['1.5.0', '0xA83c336B20401Af773B6219BA5027174338D1836'],
  ] as const)('pays several legs of a Safe %s through its call-only batch contract', (version, contract) => {
    const { tx } = order(version, [
      { asset: eth, recipient: alice, units: 1n },
      { asset: usdc, recipient: bob, units: 2n },
    ])
    expect(tx).toMatchObject({ to: contract, value: 0n, operation: 1 })
    expect(tx.data.startsWith('0x8d80ff0a')).toBe(true)
  })

  it('leaves all five gas and refund fields zero and carries its own hash', () => {
    const { tx, hashes } = order('1.5.0', [{ asset: eth, recipient: alice, units: 1n }])
    expect([tx.safeTxGas, tx.baseGas, tx.gasPrice, BigInt(tx.gasToken), BigInt(tx.refundReceiver)]).toEqual([
      0n,
      0n,
      0n,
      0n,
      0n,
    ])
    expect(hashes).toEqual(hashSafeTx(safe('1.5.0'), tx))
  })

  it('refuses a batch where no official batch contract exists', () => {
    const leg = (recipient: Address): Leg => ({ asset: { ...eth, chainId: 987654321 }, recipient, units: 1n })
    const build = () =>
      buildTransfer({
        safe: safe('1.4.1', 987654321),
        intent: { legs: [leg(alice), leg(bob)], purpose: 'x', reference: '' },
        nonce: 0n,
      })
    expect(build).toThrow(AppError)
    expect(build).toThrow('no official batch contract')
  })

  it('never mixes chains', () => {
    expect(() => order('1.4.1', [{ asset: { ...eth, chainId: 1 }, recipient: alice, units: 1n }])).toThrow('chain 1')
  })
})
