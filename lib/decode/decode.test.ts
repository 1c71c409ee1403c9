import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, encodeFunctionData, encodePacked, parseAbi, size } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { decode } from '@/lib/decode/decode'
import type { CallNode, DecodeContext } from '@/lib/decode/types'
import { ZERO_ADDRESS } from '@/lib/core/address'

const SAFE: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
const USDC: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const alice: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const CALL_ONLY: Record<string, Address> = {
  '1.4.1': '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
  '1.5.0': '0xA83c336B20401Af773B6219BA5027174338D1836',
}
const MULTI_SEND_141: Address = '0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526'
const abi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function enableModule(address module)',
  'function setGuard(address guard)',
])
const transfer = encodeFunctionData({ abi, functionName: 'transfer', args: [alice, 250n] })
const enableModule = encodeFunctionData({ abi, functionName: 'enableModule', args: [alice] })
const setGuard = encodeFunctionData({ abi, functionName: 'setGuard', args: [alice] })

const context = (change: Partial<DecodeContext> = {}): DecodeContext => ({
  chainId: 31337,
  safe: SAFE,
  safeVersion: '1.4.1',
  tokens: [{ address: USDC, symbol: 'USDC' }],
  ...change,
})
const gas = {
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO_ADDRESS,
  refundReceiver: ZERO_ADDRESS,
  nonce: 0n,
}
const read = (
  call: { to: Address; data?: Hex; value?: bigint; operation?: number },
  change: Partial<DecodeContext> = {},
) => decode({ tx: { value: 0n, data: '0x', operation: 0, ...gas, ...call } }, context(change))
const entry = (to: Address, data: Hex, operation = 0, value = 0n): Hex =>
  encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [operation, to, value, BigInt(size(data)), data])
const batch = (...entries: readonly Hex[]): Hex =>
  concat(['0x8d80ff0a', encodeAbiParameters([{ type: 'bytes' }], [concat([...entries])])])
const callOnly = (version: string) => CALL_ONLY[version] ?? ZERO_ADDRESS
const flat = (node: CallNode): readonly CallNode[] => [node, ...node.children.flatMap(flat)]

describe('decode', () => {
  it('reads a native payment as plain', () => {
    expect(read({ to: alice, value: 5n })).toMatchObject({
      path: '1',
      provenance: 'plain',
      signature: '',
      children: [],
    })
  })

  it('reads ERC-20 as standard at a registered token only', () => {
    expect(read({ to: USDC, data: transfer })).toMatchObject({
      provenance: 'standard',
      signature: 'transfer(address,uint256)',
      targetName: 'USDC',
      arguments: [{ value: alice }, { value: '250' }],
      anomalies: [],
    })
    expect(read({ to: alice, data: transfer })).toMatchObject({
      provenance: 'selector-only',
      signature: '',
      candidates: ['transfer(address,uint256)'],
      abiHash: null,
    })
  })

  it('gives the same ABI the same hash and another function another', () => {
    expect(read({ to: USDC, data: transfer }).abiHash).toMatch(/^0x[0-9a-f]{64}$/)
    expect(read({ to: USDC, data: transfer }).abiHash).not.toBe(read({ to: SAFE, data: enableModule }).abiHash)
  })

  it('reads self-calls with the ABI of that version alone', () => {
    expect(read({ to: SAFE, data: setGuard })).toMatchObject({ provenance: 'verified', signature: 'setGuard(address)' })
    expect(read({ to: SAFE, data: setGuard }, { safeVersion: '1.1.1' })).toMatchObject({
      provenance: 'unknown',
      signature: '',
    })
    expect(read({ to: SAFE, data: transfer })).toMatchObject({ provenance: 'unknown', candidates: [] })
  })

  it('opens a batch at an official deployment', () => {
    const node = read({
      to: callOnly('1.4.1'),
      operation: 1,
      data: batch(entry(USDC, transfer), entry(alice, '0x', 0, 9n)),
    })
    expect(node).toMatchObject({ provenance: 'verified', targetName: 'MultiSendCallOnly 1.4.1', anomalies: [] })
    expect(node.children.map(({ path, provenance, value }) => [path, provenance, value])).toEqual([
      ['1.1', 'standard', 0n],
      ['1.2', 'plain', 9n],
    ])
  })

  it('does not open the same bytes at a look-alike or on a chain without that deployment', () => {
    const data = batch(entry(USDC, transfer))
    const lookalike: Address = '0x9641D727Ab74852146C69D545EbbBfd451CC02E2'
    expect(read({ to: lookalike, operation: 1, data })).toMatchObject({ signature: '', children: [] })
    expect(read({ to: callOnly('1.5.0'), operation: 1, data }, { chainId: 424242424242 })).toMatchObject({
      signature: '',
    })
  })

  it('reads 0x0 as the Safe itself in a batch of 1.5.0, and as nobody before', () => {
    const data = batch(entry(ZERO_ADDRESS, enableModule))
    const [inner] = read({ to: callOnly('1.5.0'), operation: 1, data }).children
    expect(inner).toMatchObject({
      to: ZERO_ADDRESS,
      target: SAFE,
      signature: 'enableModule(address)',
      provenance: 'verified',
    })
    const [old] = read({ to: callOnly('1.4.1'), operation: 1, data }).children
    expect(old).toMatchObject({ target: ZERO_ADDRESS, signature: '' })
  })

  it('does not take 0x0 for the Safe when the batch runs as the library', () => {
    const [inner] = read({
      to: callOnly('1.5.0'),
      operation: 0,
      data: batch(entry(ZERO_ADDRESS, enableModule)),
    }).children
    expect(inner?.target).toBe(callOnly('1.5.0'))
  })

  it('lists what can be read of a malformed batch', () => {
    const cut: Hex = `0x${entry(alice, '0x', 0, 5n).slice(2, 2 + 106)}`
    const node = read({ to: callOnly('1.4.1'), operation: 1, data: batch(entry(USDC, transfer), cut) })
    expect(node.anomalies).toEqual(['multisend-malformed'])
    expect(node.children[1]).toMatchObject({ to: alice, value: 5n })
  })

  it('marks trailing, noncanonical and truncated bytes', () => {
    expect(read({ to: USDC, data: concat([transfer, '0x00']) }).anomalies).toEqual(['trailing'])
    expect(read({ to: USDC, data: `${transfer.slice(0, 10)}ff${transfer.slice(12)}` as Hex }).anomalies).toEqual([
      'noncanonical',
    ])
    expect(read({ to: USDC, data: transfer.slice(0, -2) as Hex }).anomalies).toEqual(['truncated'])
  })

  it('opens eight levels and leaves the ninth as raw bytes', () => {
    let data = batch(entry(USDC, transfer))
    for (let level = 0; level < 12; level += 1) data = batch(entry(MULTI_SEND_141, data, 1))
    const nodes = flat(read({ to: MULTI_SEND_141, operation: 1, data }))
    expect(nodes).toHaveLength(8)
    expect(nodes.at(-1)).toMatchObject({ signature: '', provenance: 'too-deep', targetName: 'MultiSend 1.4.1' })
    expect(size(nodes.at(-1)?.data ?? '0x')).toBeGreaterThan(500)
  })

  it('opens 6,000 nodes and leaves a longer batch as raw bytes, dropping nothing', () => {
    const many = (count: number): Hex => batch(`0x${entry(alice, '0x', 0, 1n).slice(2).repeat(count)}`)
    expect(flat(read({ to: callOnly('1.4.1'), operation: 1, data: many(5_999) }))).toHaveLength(6_000)
    const node = read({ to: callOnly('1.4.1'), operation: 1, data: many(6_000) })
    expect([node.provenance, node.signature, node.children.length]).toEqual(['too-deep', '', 0])
    expect(node.data === many(6_000)).toBe(true)
  })

  it('opens what follows a call that is not opened', () => {
    const bomb = batch(`0x${entry(alice, '0x', 0, 1n).slice(2).repeat(7_000)}`)
    const honest = batch(entry(alice, '0x', 0, 2n))
    const [first, second] = read({
      to: MULTI_SEND_141,
      operation: 1,
      data: batch(entry(MULTI_SEND_141, bomb, 1), entry(MULTI_SEND_141, honest, 1)),
    }).children
    expect(first).toMatchObject({ provenance: 'too-deep', children: [] })
    expect(second?.children).toHaveLength(1)
  })
})
