import type { Address, Hex } from 'viem'
import { concat, encodeFunctionData, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import { hintsOf } from '@/lib/decode/decode-hints'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import type { DecodeContext, FetchedAbi } from '@/lib/decode/types'

const SAFE: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
const USDC: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const STRANGER: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const abi = parseAbi([
  'function transferAndCall(address to, uint256 value, bytes data)',
  'function transfer(address to, uint256 amount)',
])
const pay = encodeFunctionData({ abi, functionName: 'transferAndCall', args: [STRANGER, 5n, '0x01'] })
const transfer = encodeFunctionData({ abi, functionName: 'transfer', args: [STRANGER, 5n] })
const PAY = 'transferAndCall(address,uint256,bytes)'
const selectorOf = (data: Hex) => data.slice(0, 10)

const read = (to: Address, data: Hex, context: Partial<DecodeContext> = {}, operation = 0) => {
  const gas = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS }
  return decode(
    { tx: { to, value: 0n, data, operation, ...gas, nonce: 0n } },
    { chainId: 1, safe: SAFE, safeVersion: '1.4.1', tokens: [{ address: USDC, symbol: 'USDC' }], ...context },
  )
}
const names = SELECTOR_NAMES
const fetched = (change: Partial<FetchedAbi> = {}): FetchedAbi => ({
  origin: { source: 'sourcify', match: 'exact_match' },
  functions: { [selectorOf(pay)]: 'transferAndCall(address payee, uint256 units, bytes note)' },
  absent: [],
  ...change,
})
const at = (address: Address, one = fetched()) => ({ abis: { [address.toLowerCase()]: one } })

describe('a name from the index', () => {
  it('names unknown bytes and reads them, vouching for nothing', () => {
    const bare = read(STRANGER, pay)
    expect(bare).toMatchObject({ provenance: 'unknown', names: [] })
    const named = read(STRANGER, pay, { names })
    expect(named).toEqual({
      ...bare,
      provenance: 'selector-only',
      names: [{ signature: PAY, arguments: expect.objectContaining({ length: 3 }), abi: null }],
    })
    expect(named.names[0]?.arguments?.[1]).toEqual({ name: '', type: 'uint256', value: '5' })
  })

  it('has no arguments where the bytes are not its one encoding', () => {
    expect(read(STRANGER, concat([pay, '0x00']), { names }).names).toEqual([
      { signature: PAY, arguments: null, abi: null },
    ])
  })

  it('changes nothing of what built-in candidates show', () => {
    const bytes = concat([transfer, '0x00'])
    expect(read(STRANGER, bytes, { names })).toEqual(read(STRANGER, bytes))
    expect(read(STRANGER, bytes).anomalies).toEqual(['trailing'])
  })

  it('keeps several functions of one selector, and drops what does not hash to it', () => {
    const listed = ['many_msg_babbage(bytes1)', 'claim()', 'no signature', 'transfer(address,uint256)']
    const node = read(STRANGER, transfer, { names: { [selectorOf(transfer)]: listed } })
    expect(node.candidates).toEqual(['transfer(address,uint256)'])
    expect(node.names.map(({ signature }) => signature)).toEqual(['many_msg_babbage(bytes1)'])
  })

  it('names neither a self-call nor a call that its contract reads', () => {
    const everywhere = { names: { ...names, [selectorOf(transfer)]: ['many_msg_babbage(bytes1)'] } }
    expect(read(SAFE, pay, everywhere)).toMatchObject({ provenance: 'unknown', names: [] })
    expect(read(SAFE, pay, everywhere, 1)).toMatchObject({ provenance: 'unknown', names: [] })
    expect(read(USDC, transfer, everywhere)).toMatchObject({ provenance: 'standard', names: [] })
  })
})

describe('a fetched ABI', () => {
  it('comes first, with its names and where it is from', () => {
    const node = read(STRANGER, pay, { names, ...at(STRANGER) })
    expect(node).toMatchObject({
      provenance: 'selector-only',
      signature: '',
      names: [{ signature: PAY, abi: { source: 'sourcify', match: 'exact_match' } }],
    })
    expect(node.names[0]?.arguments?.[0]).toEqual({ name: 'payee', type: 'address', value: STRANGER })
    expect(node.names).toHaveLength(1)
  })

  it('comes last where the code has no such function', () => {
    const absent = fetched({
      absent: [selectorOf(transfer)],
      functions: { [selectorOf(transfer)]: 'transfer(address,uint256)' },
    })
    const node = read(STRANGER, transfer, {
      names: { [selectorOf(transfer)]: ['many_msg_babbage(bytes1)'] },
      ...at(STRANGER, absent),
    })
    expect(node.names.map(({ signature, isAbsent }) => [signature, isAbsent])).toEqual([
      ['many_msg_babbage(bytes1)', undefined],
      ['transfer(address,uint256)', true],
    ])
  })

  it('reads no self-call, no registered or pinned contract, and nothing at another address', () => {
    expect(read(SAFE, pay, at(SAFE))).toMatchObject({ provenance: 'unknown', names: [] })
    expect(read(USDC, pay, at(USDC))).toMatchObject({ provenance: 'unknown', names: [] })
    expect(read(CALL_ONLY, pay, at(CALL_ONLY), 1)).toMatchObject({ provenance: 'unknown', names: [] })
    expect(read(STRANGER, pay, at(USDC))).toMatchObject({ provenance: 'unknown', names: [] })
    expect(read(STRANGER, pay, at(STRANGER)).names).toHaveLength(1)
  })

  it('is dropped where its function does not hash to the selector', () => {
    const lying = fetched({ functions: { [selectorOf(pay)]: 'claimRewards()' } })
    expect(read(STRANGER, pay, at(STRANGER, lying))).toMatchObject({ provenance: 'unknown', names: [] })
  })
})

it('the few names that a tree shows give the same tree again', () => {
  const context = { names, ...at(STRANGER, fetched({ absent: ['0x00000000'] })) }
  for (const data of [pay, transfer, '0xdeadbeef' as const, '0x' as const]) {
    const node = read(STRANGER, data, context)
    const hints = hintsOf(node, context)
    expect(read(STRANGER, data, hints)).toEqual(node)
    expect(Object.keys(hints.names).length).toBeLessThanOrEqual(1)
  }
  const { abis } = hintsOf(read(STRANGER, pay, context), context)
  expect(abis).toEqual({ [STRANGER.toLowerCase()]: fetched() })
})
