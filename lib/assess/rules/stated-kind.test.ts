import type { Address, Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { intent } from '@/lib/assess/rules/intent'
import { recipient } from '@/lib/assess/rules/recipient'
import { statedKind } from '@/lib/assess/rules/stated-kind'
import type { Facts, StatedKind } from '@/lib/assess/types'
import { dataOf, judgeCallBy } from '@/tests/builders/judged-call'
import { SAFE, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const ROUTER: Address = '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45'
const AS_MAINNET =
  'exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96) params)'
const swapTo = (to: Address) => ({
  to: ROUTER,
  data: dataOf(AS_MAINNET, [[USDC.address, VENDOR, 500, to, 5n, 4n, 0n]]),
})
const approve = (spender: Address, units = 5n) => ({
  to: USDC.address,
  data: dataOf('approve(address,uint256)', [spender, units]),
})
const pay = { to: USDC.address, data: dataOf('transfer(address,uint256)', [VENDOR, 5n]) }
const pull = (to: Address) => ({
  to: USDC.address,
  data: dataOf('transferFrom(address,address,uint256)', [SAFE, to, 5n]),
})
const transferOwnership = { to: ROUTER, data: dataOf('transferOwnership(address)', [VENDOR]) }
const upgrade = { to: ROUTER, data: dataOf('upgradeTo(address)', [VENDOR]) }

const stating = (kind: StatedKind['kind'], to: Address | null = null): Partial<Facts> => ({
  stated: { kind, recipient: to },
})
const judged = (call: { to: Address; data: Hex }, facts: Partial<Facts>) => judgeCallBy(statedKind, call, facts)
const MISMATCH = ['INTENT_MISMATCH 1']

describe('a stated swap', () => {
  it('pays the Safe, or whom it names', () => {
    expect(judged(swapTo(SAFE), stating('swap'))).toEqual([])
    expect(judged(swapTo(VENDOR), stating('swap', VENDOR))).toEqual([])
    expect(judged(swapTo('0x0000000000000000000000000000000000000001'), stating('swap'))).toEqual([])
  })

  it('that pays somebody else is another thing', () => {
    expect(judged(swapTo(STRANGER), stating('swap'))).toEqual(MISMATCH)
    expect(judged(swapTo(STRANGER), stating('swap', VENDOR))).toEqual(MISMATCH)
    expect(judged(pay, stating('swap'))).toEqual(MISMATCH)
  })

  it('includes an allowance for who is known and no other', () => {
    expect(judged(approve(VENDOR), stating('swap'))).toEqual([])
    expect(judged(approve(STRANGER), stating('swap'))).toEqual(MISMATCH)
    expect(judged(transferOwnership, stating('swap'))).toEqual(MISMATCH)
  })
})

describe('other stated kinds', () => {
  it('a batch pays and does nothing else', () => {
    expect(judged(pay, stating('batch'))).toEqual([])
    for (const call of [approve(VENDOR), swapTo(SAFE), transferOwnership])
      expect(judged(call, stating('batch'))).toEqual(MISMATCH)
  })

  it('an upgrade changes code and not who is in control', () => {
    expect(judged(upgrade, stating('upgrade'))).toEqual([])
    expect(judged(transferOwnership, stating('upgrade'))).toEqual(MISMATCH)
    expect(judged(pay, stating('upgrade'))).toEqual(MISMATCH)
    expect(judged(pull(STRANGER), stating('upgrade'))).toEqual(MISMATCH)
  })

  it('a deployment makes contracts and neither pays nor allows', () => {
    const create = { to: ROUTER, data: dataOf('performCreate(uint256,bytes)', [0n, '0x6000']) }
    expect(judged(create, stating('deploy'))).toEqual([])
    for (const call of [pay, approve(VENDOR), upgrade, pull(STRANGER), swapTo(STRANGER)])
      expect(judged(call, stating('deploy'))).toEqual(MISMATCH)
  })
})

describe('a contract call that is stated to send nothing', () => {
  const stated: Partial<Facts> = { intent: { legs: [], purpose: 'Collect fees', reference: '' } }
  const collect = (to: Address) => ({
    to: ROUTER,
    data: dataOf('collect((uint256 tokenId, address recipient, uint128 amount0Max, uint128 amount1Max) params)', [
      [1n, to, 5n, 5n],
    ]),
  })

  it('keeps what comes out, and may take a right back', () => {
    expect(judgeCallBy(intent, collect(SAFE), stated)).toEqual([])
    expect(judgeCallBy(intent, approve(STRANGER, 0n), stated)).toEqual([])
  })

  it('that hands it to somebody, or changes who controls something, is another thing', () => {
    expect(judgeCallBy(intent, collect(STRANGER), stated)).toEqual(MISMATCH)
    expect(judgeCallBy(intent, transferOwnership, stated)).toEqual(MISMATCH)
    expect(judgeCallBy(intent, approve(VENDOR), stated)).toEqual(MISMATCH)
  })

  it('names a beneficiary who is no contact', () => {
    expect(judgeCallBy(recipient, collect(STRANGER))).toEqual(['RECIPIENT_NEW 1'])
    expect(judgeCallBy(recipient, collect(VENDOR))).toEqual([])
  })
})
