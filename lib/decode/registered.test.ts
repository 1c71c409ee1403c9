import type { Address, Hex } from 'viem'
import { encodeFunctionData, keccak256, parseAbi, stringToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import { hintsOf } from '@/lib/decode/decode-hints'
import type { VouchedContract } from '@/lib/decode/types'

const SAFE: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
const POOL: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const OTHER: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const abi = parseAbi([
  'function stake(uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function execute(address to, uint256 value, bytes data)',
])
const stake = encodeFunctionData({ abi, functionName: 'stake', args: [5n] })
const approve = encodeFunctionData({ abi, functionName: 'approve', args: [OTHER, 9n] })

const pool = (...functions: string[]): VouchedContract => ({ address: POOL, name: 'Stake pool', functions })
const read = (data: Hex, contracts: readonly VouchedContract[], to: Address = POOL) =>
  decode(
    {
      tx: {
        ...{ to, value: 0n, data, operation: 0, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, nonce: 0n },
        ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS },
      },
    },
    { chainId: 31337, safe: SAFE, safeVersion: '1.4.1', tokens: [], contracts },
  )

describe('a registered contract', () => {
  it('has its functions read, under the name that it has here', () => {
    expect(read(stake, [pool('stake(uint256 amount)')])).toMatchObject({
      provenance: 'registered',
      targetName: 'Stake pool',
      signature: 'stake(uint256)',
      arguments: [{ name: 'amount', type: 'uint256', value: '5' }],
    })
  })

  it('has no other function, and lends none to another address', () => {
    const known = [pool('stake(uint256 amount)')]
    expect(read('0x12345678', known).provenance).toBe('unknown')
    expect(read(stake, known, OTHER).provenance).toBe('unknown')
  })

  it('reads no call of the Safe to itself', () => {
    const self = { ...pool('stake(uint256 amount)'), address: SAFE }
    expect(read(stake, [self], SAFE)).toMatchObject({ provenance: 'unknown', signature: '' })
  })

  it('makes a function that is known everywhere no milder', () => {
    const known = read(approve, [pool('approve(address spender, uint256 amount)')])
    expect(known).toMatchObject({ provenance: 'registered', signature: 'approve(address,uint256)' })
    expect(known.arguments.map(({ value }) => value)).toEqual([OTHER, '9'])
    const inner = encodeFunctionData({ abi, functionName: 'execute', args: [OTHER, 0n, approve] })
    const signature = 'execute(address to, uint256 value, bytes data)'
    const [plain, registered] = [read(inner, []), read(inner, [pool(signature)])]
    // What a known function carries is opened whoever vouches for it.
    expect(plain.children.length).toBeGreaterThan(0)
    expect(registered.children.map(({ data }) => data)).toEqual(plain.children.map(({ data }) => data))
  })

  it('gives no name of its own to four bytes that mean something else everywhere', () => {
    // Found by trying names: its four bytes are those of transfer(address,uint256).
    const twin = 'many_msg_babbage(bytes1)'
    expect(keccak256(stringToHex(twin)).slice(0, 10)).toBe('0xa9059cbb')
    const transfer = encodeFunctionData({
      abi: parseAbi(['function transfer(address to, uint256 amount)']),
      args: [OTHER, 7n],
    })
    expect(read(transfer, [pool(twin)])).toMatchObject({ provenance: 'selector-only', signature: '' })
  })

  it('is told to a page only where its tree shows it', () => {
    const contracts = [pool('stake(uint256 amount)'), { ...pool('claim()'), address: OTHER }]
    expect(hintsOf(read(stake, contracts), { contracts }).contracts).toEqual([contracts[0]])
    expect(hintsOf(read('0x12345678', contracts), { contracts }).contracts).toEqual([])
  })
})
