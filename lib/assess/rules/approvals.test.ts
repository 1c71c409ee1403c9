import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { approvals } from '@/lib/assess/rules/approvals'
import { spendingLimits } from '@/lib/assess/rules/spending-limits'
import type { KnownCode } from '@/lib/assess/types'
import { dataOf, judgeCallBy } from '@/tests/builders/judged-call'
import { STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const NFT: Address = '0x1111111254EEB25477B68fb85Ed929f73A960582'
const approve = (spender: Address, units: bigint) => ({
  to: USDC.address,
  data: dataOf('approve(address,uint256)', [spender, units]),
})
const isContract = (address: Address, hasCode: boolean): { code: readonly KnownCode[] } => ({
  code: [{ address, hasCode, isVerified: null }],
})
const contract = isContract(STRANGER, true)

describe('an allowance', () => {
  it('of an exact amount to who is known is told, and no more', () => {
    expect(judgeCallBy(approvals, approve(VENDOR, 250_000_000n))).toEqual(['APPROVE_EXACT_KNOWN 1'])
  })

  it.each([
    ['all ones', (1n << 256n) - 1n],
    ['half of that', 1n << 255n],
    ['all ones of a token that keeps 96 bits', (1n << 96n) - 1n],
    ['more than there can be', 10n ** 15n * 10n ** 6n + 1n],
  ])('of %s is unlimited, whoever gets it', (_name, units) => {
    expect(judgeCallBy(approvals, approve(VENDOR, units))).toEqual(['APPROVE_UNLIMITED 1'])
  })

  it('of what a large token has is an amount like any other', () => {
    expect(judgeCallBy(approvals, approve(VENDOR, 10n ** 15n * 10n ** 6n))).toEqual(['APPROVE_EXACT_KNOWN 1'])
  })

  it('to who is not known is told, and to a person stopped', () => {
    expect(judgeCallBy(approvals, approve(STRANGER, 5n), contract)).toEqual(['APPROVE_UNKNOWN_SPENDER 1'])
    expect(judgeCallBy(approvals, approve(STRANGER, 5n), isContract(STRANGER, false))).toEqual([
      'APPROVE_UNKNOWN_SPENDER 1',
      'APPROVE_EOA_SPENDER 1',
    ])
    expect(judgeCallBy(approvals, approve(VENDOR, 5n), isContract(VENDOR, false))).toEqual(['APPROVE_EOA_SPENDER 1'])
  })

  it('to who may be a person is unknown in the desk, and not asked of a file that says nothing', () => {
    expect(judgeCallBy(approvals, approve(STRANGER, 5n))).toEqual([
      'APPROVE_UNKNOWN_SPENDER 1',
      'APPROVE_EOA_SPENDER unknown 1',
    ])
    expect(judgeCallBy(approvals, approve(STRANGER, 5n), { given: [] })).toEqual(['APPROVE_UNKNOWN_SPENDER 1'])
  })

  it('that is taken back is no danger, whoever had it', () => {
    expect(judgeCallBy(approvals, approve(STRANGER, 0n))).toEqual(['APPROVE_REVOKE 1'])
  })

  it.each([
    ['increaseAllowance', 'increaseAllowance(address,uint256)', [STRANGER, (1n << 256n) - 1n]],
    [
      'a signed permit',
      'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
      [VENDOR, STRANGER, (1n << 256n) - 1n, 1n, 27, `0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`],
    ],
  ])('by %s counts like any', (_name, signature, args) => {
    expect(judgeCallBy(approvals, { to: USDC.address, data: dataOf(signature, args) }, contract)).toEqual([
      'APPROVE_UNLIMITED 1',
      'APPROVE_UNKNOWN_SPENDER 1',
    ])
  })

  it('hidden behind a bare selector counts at its worst', () => {
    const call = { to: NFT, data: approve(STRANGER, 1n << 255n).data }
    expect(judgeCallBy(approvals, call, contract)).toEqual(expect.arrayContaining(['APPROVE_UNLIMITED 1']))
  })
})

describe('an operator', () => {
  const operator = (who: Address, isOn: boolean) => ({
    to: NFT,
    data: dataOf('setApprovalForAll(address,bool)', [who, isOn]),
  })

  it('over a whole collection is told, also where it is known; a person is stopped', () => {
    expect(judgeCallBy(approvals, operator(VENDOR, true))).toEqual(['APPROVAL_FOR_ALL 1'])
    expect(judgeCallBy(approvals, operator(STRANGER, true), isContract(STRANGER, false))).toEqual([
      'APPROVAL_FOR_ALL 1',
      'APPROVE_UNKNOWN_SPENDER 1',
      'APPROVAL_FOR_ALL_EOA 1',
    ])
  })

  it('that is taken back is no danger', () => {
    expect(judgeCallBy(approvals, operator(STRANGER, false))).toEqual(['APPROVE_REVOKE 1'])
  })
})

describe('an allowance kept by Permit2', () => {
  const details = (spender: Address, units: bigint) =>
    [[[USDC.address, units, 2n ** 31n, 0n], spender, 1n], '0x'] as const
  const SINGLE =
    'permit(address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce) details, address spender, uint256 sigDeadline) permitSingle, bytes signature)'

  it.each([
    ['approve', dataOf('approve(address,address,uint160,uint48)', [USDC.address, STRANGER, 5n, 2 ** 31])],
    ['a signed permit', dataOf(SINGLE, [VENDOR, ...details(STRANGER, 5n)])],
  ])('to who is not known is stopped: %s', (_name, data) => {
    expect(judgeCallBy(approvals, { to: NFT, data }, contract)).toEqual(['PERMIT2_GRANT_UNKNOWN 1'])
  })

  it('of an exact amount to who is known is told', () => {
    const data = dataOf(SINGLE, [VENDOR, ...details(VENDOR, 5n)])
    expect(judgeCallBy(approvals, { to: NFT, data })).toEqual(['APPROVE_EXACT_KNOWN 1'])
  })

  it('without limit is told', () => {
    const data = dataOf(SINGLE, [VENDOR, ...details(VENDOR, (1n << 160n) - 1n)])
    expect(judgeCallBy(approvals, { to: NFT, data })).toEqual(['APPROVE_UNLIMITED 1'])
  })
})

describe('a spending limit', () => {
  const limit = (who: Address, units: bigint) => ({
    to: NFT,
    data: dataOf('setAllowance(address,address,uint96,uint16,uint32)', [who, USDC.address, units, 0, 0]),
  })

  it('for a contact is told, for a stranger stopped, of nothing no danger', () => {
    expect(judgeCallBy(spendingLimits, limit(VENDOR, 5n))).toEqual(['ALLOWANCE_MODULE_GRANT 1'])
    expect(judgeCallBy(spendingLimits, limit(STRANGER, 5n))).toEqual(['ALLOWANCE_MODULE_GRANT_UNKNOWN 1'])
    expect(judgeCallBy(spendingLimits, limit(STRANGER, 0n))).toEqual([])
  })

  it('comes back with its delegate, so a delegate is judged like one', () => {
    const add = (who: Address) => ({ to: NFT, data: dataOf('addDelegate(address)', [who]) })
    expect(judgeCallBy(spendingLimits, add(STRANGER))).toEqual(['ALLOWANCE_MODULE_GRANT_UNKNOWN 1'])
    expect(judgeCallBy(spendingLimits, add(VENDOR))).toEqual(['ALLOWANCE_MODULE_GRANT 1'])
  })
})
