import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { BalanceChange, LoggedMove } from '@/lib/simulate/types'
import { honestReviewed } from '@/tests/builders/honest-review'
import { SAFE, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'
import { readMoves } from './read-moves'

const OTHER: Address = '0x2222222222222222222222222222222222222222'
const HELD = 10n ** 30n
const move = (account: Address, units: bigint, asset: BalanceChange['asset'] = USDC.address): BalanceChange => ({
  ...{ account, asset, before: HELD, after: HELD + units },
})
const log = (from: Address, to: Address, units: bigint, event: LoggedMove['event'] = 'transfer'): LoggedMove => ({
  ...{ event, token: USDC.address, from, to, units },
})
const PAID = [move(SAFE, -250n), move(VENDOR, 250n)]

function read(balances: readonly BalanceChange[], logged?: readonly LoggedMove[]) {
  const { assessment, contacts } = honestReviewed({ effects: { balances } })
  if (assessment.effects.kind !== 'simulated') throw new Error('it is simulated')
  const { logged: _others, ...kept } = assessment.effects
  const effects = { ...kept, ...(logged && { logged }) }
  const { moves, sentence } = readMoves({ assessment: { ...assessment, effects }, contacts, safeName: 'Treasury' })
  return { rows: moves.map(({ account, change, logged: said }) => [account, change, said]), moves, sentence }
}

describe('balances beside logs', () => {
  it('have no word of logs where both say the same', () => {
    const { rows, sentence } = read(PAID, [log(SAFE, VENDOR, 200n), log(SAFE, VENDOR, 50n)])
    expect(rows).toEqual([
      ['Treasury', -250n, undefined],
      ['Northwind', 250n, undefined],
    ])
    expect(sentence).toBe('Each asset sums to zero; no other account changes. The logs of the tokens say the same.')
  })

  it('say nothing of logs where none were kept, or only the chain’s own coin moves', () => {
    expect(read(PAID).sentence).not.toContain('logs')
    expect(read([move(SAFE, -3n, 'native'), move(VENDOR, 3n, 'native')], []).sentence).not.toContain('logs')
  })

  it('show a payment that is only logged, of balances that stay', () => {
    const { rows, moves, sentence } = read([], [log(SAFE, VENDOR, 250n)])
    expect(rows).toEqual([
      ['Treasury', 0n, -250n],
      ['Northwind', 0n, 250n],
    ])
    expect(moves.map(({ before, after }) => [before, after])).toEqual([
      [null, null],
      [null, null],
    ])
    expect(sentence).toContain('No balance changes. The logs of the tokens say otherwise in 2 of these rows.')
  })

  it('show a move that nothing logs', () => {
    const { rows } = read([...PAID, move(SAFE, -9n), move(STRANGER, 9n)], [log(SAFE, VENDOR, 250n)])
    expect(rows).toContainEqual([STRANGER, 9n, 0n])
    expect(rows).toContainEqual(['Northwind', 250n, undefined])
  })

  it('show what a token keeps on the way and does not log', () => {
    const { rows, sentence } = read([move(SAFE, -250n), move(VENDOR, 245n)], [log(SAFE, VENDOR, 250n)])
    expect(rows).toEqual([
      ['Treasury', -250n, undefined],
      ['Northwind', 245n, 250n],
    ])
    expect(sentence).toContain('do not sum to zero')
  })

  it('take a wrapped coin at its deposit, and a transfer beside a deposit once', () => {
    expect(read([move(SAFE, 7n)], [log(ZERO_ADDRESS, SAFE, 7n, 'deposit')]).rows).toEqual([['Treasury', 7n, undefined]])
    const both = [log(ZERO_ADDRESS, SAFE, 7n), log(ZERO_ADDRESS, SAFE, 7n, 'deposit')]
    expect(read([move(SAFE, 7n)], both).rows).toEqual([['Treasury', 7n, undefined]])
    expect(read([move(SAFE, 7n)], [log(ZERO_ADDRESS, SAFE, 8n, 'deposit')]).rows).toEqual([['Treasury', 7n, 0n]])
  })

  it('show what a token that nobody registered logs and takes back by other words', () => {
    const lies = (token: Address) => [
      { ...log(SAFE, STRANGER, 9n), token },
      { ...log(ZERO_ADDRESS, SAFE, 9n, 'deposit'), token },
      { ...log(STRANGER, ZERO_ADDRESS, 9n, 'withdrawal'), token },
    ]
    expect(read([], lies(OTHER)).rows).toEqual([
      ['Treasury', 0n, -9n],
      [STRANGER, 0n, 9n],
    ])
    expect(read([], lies(USDC.address)).rows).toEqual([])
  })

  it('hold no logs against the chain’s own coin, and none where none were kept', () => {
    const coin = [move(SAFE, -3n, 'native'), move(VENDOR, 3n, 'native')]
    expect(read(coin, []).rows.map(([, , said]) => said)).toEqual([undefined, undefined])
    expect(read(PAID).rows.map(([, , said]) => said)).toEqual([undefined, undefined])
    expect(read(PAID, []).rows.map(([, , said]) => said)).toEqual([0n, 0n])
  })
})
