import { expect, it } from 'vitest'
import { type Ahead, MOST_AHEAD, turnOf } from '@/lib/simulate/turn'
import type { StagedTx } from '@/lib/stage/types'

const staged = (nonce: bigint) => ({ tx: { nonce } }) as StagedTx
const at = (nonce: bigint, id = `W-${nonce}`): Ahead => ({ id, nonce, staged: staged(nonce) })

it('is the sequence from the nonce of the Safe on, in whatever order it is given', () => {
  expect(turnOf([at(8n), at(7n)], { next: 7n, own: 9n })).toEqual([staged(7n), staged(8n)])
  expect(turnOf([], { next: 7n, own: 7n })).toEqual([])
})

it('is not known across a gap, a shared nonce, or a row that was changed', () => {
  expect(turnOf([at(8n)], { next: 7n, own: 9n })).toBe('Nonce 7 belongs to nothing yet.')
  const shared = turnOf([at(7n), at(7n, 'W-20')], { next: 7n, own: 8n })
  expect(shared).toBe('W-7 and W-20 share nonce 7, and which of them runs is not known.')
  const changed = turnOf([{ ...at(7n), staged: null }], { next: 7n, own: 8n })
  expect(changed).toBe('The stored fields of W-7 do not give its hash.')
})

it('is not run where too many come before', () => {
  const many = Array.from({ length: MOST_AHEAD + 1 }, (_, place) => at(BigInt(place)))
  expect(turnOf(many, { next: 0n, own: BigInt(many.length) })).toBe('More than 20 come before it.')
})
