import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, encodePacked, size } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { delegatecall } from '@/lib/assess/rules/delegatecall'
import { singleton } from '@/lib/assess/rules/singleton'
import { payEth, payUsdc, sampleFacts, STRANGER, troubles } from '@/tests/builders/sample-facts'
import type { Facts } from '@/lib/assess/types'
import { SINGLETON_SLOT } from '@/lib/simulate/safe-slots'
import { numberToHex } from 'viem/utils'

const MULTI_SEND: Address = '0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526'
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const LOOKALIKE: Address = '0x9641D727Ab74852146C69D545EbbBfd451CC02E2'
const MIGRATION: Address = '0x6439e7ABD8Bb915A5263094784C5CF561c4172AC'
const TRANSFER: Hex = '0xa9059cbb'

const judge = (facts: Facts) => troubles(delegatecall.judge(facts))
const judgeSingleton = (facts: Facts) => troubles(singleton.judge(facts))
const batch = (...entries: readonly { to: Address; operation: number; data: Hex }[]): Hex =>
  concat([
    '0x8d80ff0a',
    encodeAbiParameters(
      [{ type: 'bytes' }],
      [
        concat(
          entries.map(({ to, operation, data }) =>
            encodePacked(
              ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
              [operation, to, 0n, BigInt(size(data)), data],
            ),
          ),
        ),
      ],
    ),
  ])
const slotZero = (after: string) => ({
  slot: SINGLETON_SLOT,
  label: 'singleton',
  before: numberToHex(1n, { size: 32 }),
  after: `0x${after.slice(2).padStart(64, '0')}` as Hex,
})

describe('delegatecall', () => {
  it('blocks foreign code in place of the Safe, as at Bybit', () => {
    const facts = sampleFacts({ tx: { to: STRANGER, operation: 1, data: TRANSFER }, effects: { status: 'reverted' } })
    expect(judge(facts)).toEqual(['DELEGATECALL_UNTRUSTED 1'])
  })

  it('passes plain payments and batches by the official call-only library', () => {
    expect(judge(sampleFacts())).toEqual([])
    expect(judge(sampleFacts({ legs: [payUsdc(1n), payEth(2n)] }))).toEqual(['DELEGATECALL_TRUSTED 1'])
    expect(delegatecall.judge(sampleFacts()).map(({ outcome }) => outcome)).toEqual(['pass'])
  })

  it('blocks an official library used for what it is not made for', () => {
    expect(judge(sampleFacts({ tx: { to: CALL_ONLY, operation: 1, data: TRANSFER } }))).toEqual([
      'DELEGATECALL_UNTRUSTED 1',
    ])
  })

  it('blocks an official address with other code than published', () => {
    const legs = [payUsdc(1n), payEth(2n)]
    const touched = [{ address: CALL_ONLY, codeHash: `0x${'ab'.repeat(32)}` as const, implementation: null }]
    expect(judge(sampleFacts({ legs, effects: { touched } }))).toEqual(['DELEGATECALL_UNTRUSTED 1'])
  })

  it('names a look-alike of an official library', () => {
    const facts = sampleFacts({
      legs: [payUsdc(1n), payEth(2n)],
      tx: { to: LOOKALIKE },
      effects: { status: 'reverted' },
    })
    expect(judge(facts)).toEqual(['DELEGATECALL_UNTRUSTED 1', 'DELEGATECALL_LOOKALIKE_LIBRARY 1'])
  })

  it('says when the target has no code', () => {
    expect(judge(sampleFacts({ tx: { to: STRANGER, operation: 1, data: TRANSFER } }))).toContain(
      'DELEGATECALL_NO_CODE 1',
    )
  })

  it('blocks a delegatecall hidden in a batch, and says that a call-only batch refuses it', () => {
    const data = batch({ to: STRANGER, operation: 1, data: TRANSFER })
    const inside = (to: Address) =>
      judge(sampleFacts({ tx: { to, operation: 1, data, value: 0n }, effects: { status: 'reverted' } }))
    expect(inside(MULTI_SEND)).toEqual(['DELEGATECALL_TRUSTED 1', 'NESTED_DELEGATECALL_UNTRUSTED 1.1'])
    expect(inside(CALL_ONLY)).toEqual(['DELEGATECALL_TRUSTED 1', 'NESTED_DELEGATECALL_REVERTS 1.1'])
  })

  it('refuses an operation that does not exist', () => {
    expect(judge(sampleFacts({ tx: { operation: 2 } }))).toEqual(['OPERATION_INVALID 1'])
  })
})

describe('singleton', () => {
  const foreign = { to: STRANGER, operation: 1, data: TRANSFER }

  it('does not know what foreign code does to slot 0 without a simulation', () => {
    const facts = sampleFacts({
      tx: foreign,
      facts: { effects: { kind: 'unavailable', party: 'Simulator', reason: 'down' } },
    })
    expect(judgeSingleton(facts)).toEqual(['SINGLETON_CHANGE unknown 1'])
  })

  it('blocks a Safe whose code is not the official one, whatever the transaction does', () => {
    const honest = sampleFacts()
    if (!honest.safe) throw new Error('the sample has a Safe')
    const fault = 'The contract is not an official Safe proxy.'
    const facts = { ...honest, safe: { ...honest.safe, codeFault: fault } }
    expect(singleton.judge(facts)).toMatchObject([
      { code: 'SAFE_CODE_UNOFFICIAL', outcome: 'fail', severity: 'critical', sentence: fault },
    ])
    expect(judgeSingleton(honest)).toEqual([])
  })

  it('blocks a changed slot 0, whatever the bytes say', () => {
    expect(judgeSingleton(sampleFacts({ tx: foreign, effects: { safeStorage: [slotZero(STRANGER)] } }))).toEqual([
      'SINGLETON_CHANGE',
    ])
    expect(judgeSingleton(sampleFacts({ effects: { safeStorage: [slotZero(STRANGER)] } }))).toEqual([
      'SINGLETON_CHANGE',
    ])
  })

  it('knows the official migration, and only to an official singleton', () => {
    const tx = { to: MIGRATION, operation: 1, data: '0xed007fc6' as const, value: 0n }
    const official = slotZero('0xEdd160fEBBD92E350D4D398fb636302fccd67C7e')
    expect(judge(sampleFacts({ tx }))).toEqual(['DELEGATECALL_TRUSTED 1'])
    expect(judgeSingleton(sampleFacts({ tx, effects: { safeStorage: [official] } }))).toEqual([
      'SINGLETON_MIGRATION_OFFICIAL 1',
    ])
    expect(judgeSingleton(sampleFacts({ tx, effects: { safeStorage: [slotZero(STRANGER)] } }))).toContain(
      'SINGLETON_CHANGE',
    )
  })

  it('reads changeMasterCopy of old Safes', () => {
    const to = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
    const data = (address: string): Hex => `0x7de7edef${address.slice(2).toLowerCase().padStart(64, '0')}`
    expect(judgeSingleton(sampleFacts({ version: '1.1.1', tx: { to, data: data(STRANGER) } }))).toEqual([
      'SINGLETON_CHANGE 1',
    ])
    expect(
      judgeSingleton(
        sampleFacts({ version: '1.1.1', tx: { to, data: data('0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552') } }),
      ),
    ).toEqual(['SINGLETON_MIGRATION_OFFICIAL 1'])
  })

  it('leaves an honest payment alone', () => expect(judgeSingleton(sampleFacts())).toEqual([]))
})
