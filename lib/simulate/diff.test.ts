import { describe, expect, it } from 'vitest'
import { nativeChanges, overridesAfter, parseDiff, storageChanges } from '@/lib/simulate/diff'

const SAFE = '0x1111111111111111111111111111111111111111'
const PAYEE = '0x2222222222222222222222222222222222222222'
const AUTHOR = '0x3333333333333333333333333333333333333333'
const SENDER = '0x4444444444444444444444444444444444444444'
const word = (value: number) => `0x${value.toString(16).padStart(64, '0')}` as const
const FREE = { sender: SENDER, author: AUTHOR, gasUsed: 21_000n, gasPrice: 0n, baseFee: 7n } as const

function diffOf(pre: object, post: object) {
  const diff = parseDiff({ pre, post })
  if (diff === null) throw new Error('not a diff')
  return diff
}

describe('state changes of a call', () => {
  it('are refused when they are not in the tracer’s form', () => {
    for (const wrong of [null, {}, { pre: {} }, { pre: { nobody: {} }, post: {} }, { pre: {}, post: [1] }])
      expect(parseDiff(wrong)).toBeNull()
  })

  it('read a slot that the node leaves out as zero, before and after', () => {
    const diff = diffOf(
      { [SAFE]: { storage: { [word(5)]: word(7), [word(6)]: word(1) } } },
      { [SAFE]: { storage: { [word(5)]: word(8), [word(9)]: word(2) } } },
    )
    expect(storageChanges(diff, SAFE)).toEqual([
      { slot: word(5), before: word(7), after: word(8) },
      { slot: word(6), before: word(1), after: word(0) },
      { slot: word(9), before: word(0), after: word(2) },
    ])
    expect(storageChanges(diff, PAYEE)).toEqual([])
  })

  it('give native changes exactly, also above 2^53 and for a new account', () => {
    const diff = diffOf(
      { [SAFE]: { balance: '0xde0b6b3a7640001' } },
      { [SAFE]: { balance: '0x1' }, [PAYEE]: { balance: '0xde0b6b3a7640000' } },
    )
    expect(nativeChanges(diff, FREE)).toEqual([
      { account: SAFE, asset: 'native', before: 10n ** 18n + 1n, after: 1n },
      { account: PAYEE, asset: 'native', before: 0n, after: 10n ** 18n },
    ])
  })

  it('leave out what gas cost the sender and what the author got, but not what else they got', () => {
    const bill = { ...FREE, gasPrice: 10n }
    const diff = diffOf(
      { [SENDER]: { balance: '0xf4240' }, [AUTHOR]: { balance: '0x0' } },
      {
        [SENDER]: { balance: `0x${(1_000_000n - 210_000n + 5n).toString(16)}` },
        [AUTHOR]: { balance: `0x${63_000n.toString(16)}` },
      },
    )
    expect(nativeChanges(diff, bill)).toEqual([
      { account: SENDER, asset: 'native', before: 1_000_000n, after: 1_000_005n },
    ])
  })

  it('become overrides that hold every changed slot, zeroes included', () => {
    const diff = diffOf(
      { [SAFE]: { balance: '0x5', storage: { [word(1)]: word(1) } } },
      { [SAFE]: { balance: '0x0', nonce: 3 } },
    )
    expect(overridesAfter(diff)).toEqual({
      [SAFE]: { balance: '0x0', nonce: '0x3', stateDiff: { [word(1)]: word(0) } },
    })
  })
})
