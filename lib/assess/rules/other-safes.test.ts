import type { Address, Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { control } from '@/lib/assess/rules/control'
import { lookAlike } from '@/lib/assess/rules/look-alike'
import { refund } from '@/lib/assess/rules/refund'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { dataOf, judgeCallBy } from '@/tests/builders/judged-call'
import { SAFE, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const OTHER: Address = '0x909635076e0d40C07428B8BB989852a4cBEcbe5d'
const SENTINEL: Address = '0x0000000000000000000000000000000000000001'
const EXEC = 'execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)'
const run = (to: Address, data: Hex, baseGas = 0n, gasPrice = 0n) => ({
  to: OTHER,
  data: dataOf(EXEC, [to, 0n, data, 0, 0n, baseGas, gasPrice, ZERO_ADDRESS, STRANGER, '0x']),
})
const pay = dataOf('transfer(address,uint256)', [VENDOR, 5n])

describe('another Safe that this one has execute', () => {
  it.each<[string, string, (who: Address) => readonly unknown[]]>([
    ['an owner', 'addOwnerWithThreshold(address,uint256)', (who) => [who, 1n]],
    ['another owner', 'swapOwner(address,address,address)', (who) => [SENTINEL, SAFE, who]],
  ])('that gets %s is in other hands', (_name, signature, args) => {
    expect(judgeCallBy(control, run(OTHER, dataOf(signature, args(STRANGER))))).toEqual([
      'OWNERSHIP_TRANSFER_UNKNOWN 1.1',
    ])
    expect(judgeCallBy(control, run(OTHER, dataOf(signature, args(VENDOR))))).toEqual(['OWNERSHIP_TRANSFER 1.1'])
  })

  it('that gets a module nobody knows is open to it', () => {
    const enable = (module: Address) => run(OTHER, dataOf('enableModule(address)', [module]))
    expect(judgeCallBy(control, enable(STRANGER))).toEqual(['ROLE_GRANT_UNKNOWN 1.1'])
    expect(judgeCallBy(control, enable(VENDOR))).toEqual([])
  })

  it('is told of its own owners by other rules', () => {
    expect(
      judgeCallBy(control, { to: SAFE, data: dataOf('addOwnerWithThreshold(address,uint256)', [STRANGER, 1n]) }),
    ).toEqual([])
  })

  it('can be drained by its refund too', () => {
    expect(judgeCallBy(refund, run(USDC.address, pay, 1_000_000n, 10n ** 13n))).toEqual([
      'GAS_REFUND_ACTIVE 1',
      'GAS_REFUND_DRAIN 1',
    ])
    expect(judgeCallBy(refund, run(USDC.address, pay))).toEqual([])
  })
})

describe('a new owner', () => {
  it('made to be read as a contact is stopped', () => {
    const alike = `${VENDOR.slice(0, 8)}${'0'.repeat(28)}${VENDOR.slice(-6)}`.toLowerCase() as Address
    const add = (owner: Address) => ({
      to: SAFE,
      data: dataOf('addOwnerWithThreshold(address,uint256)', [owner, 1n]),
    })
    expect(judgeCallBy(lookAlike, add(alike))).toEqual(['RECIPIENT_LOOKALIKE 1'])
    expect(judgeCallBy(lookAlike, add(STRANGER))).toEqual([])
  })
})
