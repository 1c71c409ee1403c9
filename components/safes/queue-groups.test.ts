import { describe, expect, it } from 'vitest'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { gapWords, groupQueue } from './queue-groups'

const held = (...nonces: readonly number[]) =>
  nonces.map((nonce, at) => ({ id: `W-${at + 1}`, nonce: BigInt(nonce) }) as WithdrawalLine)

const told = (lines: readonly WithdrawalLine[], next: number | null) =>
  groupQueue(lines, next === null ? null : BigInt(next)).map((group) =>
    group.kind === 'gap'
      ? gapWords(group)
      : `${group.nonce}: ${group.lines.map(({ id }) => id).join(' ')}${group.isUsed ? ', used' : ''}`,
  )

describe('a queue', () => {
  it('that is empty has nothing in it', () => expect([told([], 7), told([], null)]).toEqual([[], []]))

  it('without gaps is in the order of its nonces', () => expect(told(held(5, 4), 4)).toEqual(['4: W-2', '5: W-1']))

  it('names what is free in front of and between what waits', () =>
    expect(told(held(6, 9), 4)).toEqual(['Nonces 4 to 5 are free', '6: W-1', 'Nonces 7 to 8 are free', '9: W-2']))

  it('brackets what shares a nonce', () => expect(told(held(4, 4, 5), 4)).toEqual(['4: W-1 W-2', '5: W-3']))

  it('tells what the chain has used already', () => expect(told(held(2, 4), 4)).toEqual(['2: W-1, used', '4: W-2']))

  it('whose beginning was not read knows gaps between two only', () =>
    expect(told(held(4, 6), null)).toEqual(['4: W-1', 'Nonce 5 is free', '6: W-2']))
})
