import type { Hex } from 'viem'
import { pad, toHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { SENTINEL_ADDRESS, ZERO_ADDRESS } from '@/lib/core/address'
import type { SlotChange } from '@/lib/simulate/types'
import { OWNERS, STRANGER } from '@/tests/builders/sample-facts'
import { SIMULATED } from '@/tests/builders/reviewed'
import { stateChanges, stateSentence } from './state-changes'

const word = (value: number): Hex => toHex(value, { size: 32 })
const slot = (label: string, before: Hex, after: Hex, at = 5): SlotChange => ({ slot: word(at), label, before, after })
const NONCE = slot('nonce', word(1_336), word(1_337))
const effects = (...safeStorage: SlotChange[]) => ({ ...SIMULATED, safeStorage })
const only = (label: string, before: Hex, after: Hex) => stateChanges(effects(slot(label, before, after)))[0]
const [owner, next] = [OWNERS[0] ?? ZERO_ADDRESS, OWNERS[1] ?? ZERO_ADDRESS]

describe('what becomes of the Safe', () => {
  it('is one calm sentence where only the nonce changes', () => {
    expect(stateSentence(effects(NONCE))).toEqual({
      words: 'Of the Safe’s own storage only the nonce changes, from 1,336 to 1,337.',
      isCalm: true,
    })
  })

  it.each<[string, SlotChange[], string]>([
    ['a nonce that skips one', [slot('nonce', word(3), word(5))], 'One slot of the Safe’s own storage changes.'],
    ['a threshold', [NONCE, slot('threshold', word(3), word(1))], '2 slots of the Safe’s own storage change.'],
    [
      'a slot without a name',
      [NONCE, slot('unknown', word(0), word(1))],
      '2 slots of the Safe’s own storage change; what 1 of them holds is unknown.',
    ],
    [
      'a slot without a name alone',
      [slot('unknown', word(0), word(1))],
      'One slot of the Safe’s own storage changes; what 1 of them holds is unknown.',
    ],
  ])('is not calm of %s', (_what, changes, words) => {
    expect(stateSentence(effects(...changes))).toEqual({ words, isCalm: false })
  })

  it('is nothing of a run that reverts, and unknown of one that never was', () => {
    expect(stateSentence(effects()).words).toContain('not even the nonce')
    expect(stateSentence({ kind: 'unavailable', party: 'node', reason: 'gone' })).toMatchObject({ isCalm: false })
  })
})

describe('a changed slot', () => {
  it('comes unknown first, the nonce last', () => {
    const changes = stateChanges(effects(NONCE, slot('threshold', word(3), word(2)), slot('unknown', word(0), word(1))))
    expect(changes.map(({ name }) => name)).toEqual(['Unknown Safe storage, slot', 'Owners who must sign', 'Nonce'])
  })

  it('without a name has its place and its bytes', () => {
    expect(stateChanges(effects(slot('unknown', word(0), word(7), 99)))[0]).toMatchObject({
      of: word(99),
      before: { kind: 'bytes', bytes: word(0) },
      after: { kind: 'bytes', bytes: word(7) },
    })
  })

  it('that names a contract shows it, and says so where there is none', () => {
    expect(only('guard', word(0), pad(STRANGER))).toMatchObject({
      name: 'Guard',
      before: { kind: 'words', words: 'none' },
      after: { kind: 'address', address: STRANGER },
    })
  })

  it('that holds more than an address stays bytes', () => {
    const bytes: Hex = `0xff${'0'.repeat(22)}${STRANGER.slice(2)}`
    expect(only('singleton', word(0), bytes)?.after).toEqual({ kind: 'bytes', bytes })
  })

  it.each([
    [`owners[${owner}]`, 'Owner', 'not an owner', `an owner, before ${next}`],
    [`modules[${owner}]`, 'Module', 'not an enabled module', `an enabled module, before ${next}`],
  ])('of %s says whether it is one', (label, name, before, after) => {
    expect(only(label, word(0), pad(next))).toMatchObject({
      ...{ name, of: owner, before: { kind: 'words', words: before }, after: { kind: 'words', words: after } },
    })
  })

  it('of the list’s ends says who is first, and who is last', () => {
    expect(only(`owners[${SENTINEL_ADDRESS}]`, pad(owner), pad(next))).toMatchObject({
      ...{ name: 'First owner in the list', after: { kind: 'address', address: next } },
    })
    expect(only(`owners[${owner}]`, pad(next), pad(SENTINEL_ADDRESS))?.after).toEqual({
      ...{ kind: 'words', words: 'an owner, last in the list' },
    })
  })

  it('of a message or a hash says whether it is signed', () => {
    expect(only(`signedMessages[${word(77)}]`, word(0), word(1))).toMatchObject({
      ...{ name: 'Message that the Safe signs', of: word(77), after: { kind: 'words', words: 'yes' } },
    })
    expect(only(`approvedHashes[${owner}][${word(77)}]`, word(1), word(0))).toMatchObject({
      ...{ name: 'Hash that an owner approves on chain', of: word(77), after: { kind: 'words', words: 'no' } },
    })
  })
})
