import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, numberToHex, parseAbiParameters } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { recipient } from '@/lib/assess/rules/recipient'
import { flagged } from '@/lib/assess/rules/flagged'
import { statedKind } from '@/lib/assess/rules/stated-kind'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { dataOf, judgeCallBy } from '@/tests/builders/judged-call'
import { SAFE, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const UNIVERSAL: Address = '0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af'
const AAVE: Address = '0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2'
const ROUTER: Address = '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45'
const PERMIT2: Address = '0x000000000022D473030F116dDEE9F6B43aC78BA3'
const word = (at: number): Address => numberToHex(at, { size: 20 })
const ROWS = '(address, address, uint160, address)[]'

const execute = (...steps: readonly (readonly [command: Hex, types: string, args: readonly unknown[]])[]) => ({
  to: UNIVERSAL,
  data: dataOf('execute(bytes,bytes[])', [
    concat(steps.map(([command]) => command)),
    steps.map(([, types, args]) => encodeAbiParameters(parseAbiParameters(types), args as never)),
  ]),
})
const batchTo = (to: Address) => [[[SAFE, to, 5n, USDC.address]]]
const swap = (to: Address) => ['0x00', 'address, uint256, uint256, bytes, bool', [to, 5n, 4n, '0x', true]] as const
const unwrap = (to: Address) => ['0x0c', 'address, uint256', [to, 4n]] as const
const supply = (onBehalfOf: Address) => ({
  to: AAVE,
  data: dataOf('supply(address asset, uint256 amount, address onBehalfOf, uint16 code)', [
    USDC.address,
    5n,
    onBehalfOf,
    0,
  ]),
})
const SWAP = { stated: { kind: 'swap', recipient: null } } as const

describe('a Permit2 batch', () => {
  it('that a router runs pays who stands in its rows', () => {
    expect(judgeCallBy(recipient, execute(['0x0d', ROWS, batchTo(STRANGER)]))).toEqual(['RECIPIENT_NEW 1.1'])
    expect(judgeCallBy(statedKind, execute(['0x0d', ROWS, batchTo(STRANGER)]), SWAP)).toEqual(['INTENT_MISMATCH 1.1'])
    expect(judgeCallBy(recipient, execute(['0x0d', ROWS, batchTo(VENDOR)]))).toEqual([])
  })

  it('that feeds the router itself is no payment', () => {
    expect(judgeCallBy(statedKind, execute(['0x0d', ROWS, batchTo(UNIVERSAL)], unwrap(word(1))), SWAP)).toEqual([])
  })

  it('that the Safe asks for itself pays too', () => {
    const call = { to: PERMIT2, data: dataOf('transferFrom((address,address,uint160,address)[])', batchTo(STRANGER)) }
    expect(judgeCallBy(recipient, call)).toEqual(['RECIPIENT_NEW 1'])
    expect(judgeCallBy(flagged, call, { flagged: [STRANGER] })).toEqual(['RECIPIENT_FLAGGED 1'])
  })
})

describe('what a swap leaves in its router', () => {
  it('is anybody’s where nothing fetches it', () => {
    expect(judgeCallBy(statedKind, execute(swap(word(2))), SWAP)).toEqual(['INTENT_MISMATCH 1.1'])
  })

  it('is the Safe’s where the same transaction fetches it', () => {
    expect(judgeCallBy(statedKind, execute(swap(word(2)), unwrap(word(1))), SWAP)).toEqual([])
    expect(judgeCallBy(statedKind, execute(swap(word(1))), SWAP)).toEqual([])
  })
})

describe('a multicall of the older router', () => {
  const leave = dataOf('exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))', [
    [USDC.address, VENDOR, 500, word(2), 5n, 4n, 0n],
  ])
  const multicall = (...calls: readonly Hex[]) => ({ to: ROUTER, data: dataOf('multicall(bytes[])', [calls]) })

  it('may fetch what it left there by a function that names nobody', () => {
    const fetch = dataOf('unwrapWETH9(uint256)', [4n])
    expect(judgeCallBy(statedKind, multicall(leave, fetch), SWAP)).toEqual([])
    expect(judgeCallBy(statedKind, multicall(leave), SWAP)).toEqual(['INTENT_MISMATCH 1.1'])
  })
})

describe('a vault', () => {
  const deposit = (to: Address) => ({ to: AAVE, data: dataOf('deposit(uint256,address)', [5n, to]) })
  it('that credits a stranger pays a stranger', () => {
    expect(judgeCallBy(statedKind, deposit(STRANGER), SWAP)).toEqual(['INTENT_MISMATCH 1'])
    expect(judgeCallBy(statedKind, deposit(SAFE), SWAP)).toEqual([])
  })
})

describe('a number for an address', () => {
  it('means its caller to routers alone', () => {
    expect(judgeCallBy(recipient, supply(word(1)))).toEqual(['RECIPIENT_NEW 1'])
    expect(judgeCallBy(recipient, supply(ZERO_ADDRESS))).toEqual(['RECIPIENT_ZERO 1'])
    expect(judgeCallBy(recipient, supply(SAFE))).toEqual([])
  })
})
