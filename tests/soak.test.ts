import { describe, expect, it } from 'vitest'
import type { Leaf } from '@/lib/audit/types'
import { faultsOf } from '@/tests/soak/accounts'
import { planKills, STEPS, TARGETS } from '@/tests/soak/plan'

describe('the plan of a soak', () => {
  it('kills everything at every step before one comes again', () => {
    const everyPair = TARGETS.length * STEPS.length
    const pairs = planKills(7, 2 * everyPair).map(({ target, step }) => `${target} ${step}`)
    expect(new Set(pairs.slice(0, everyPair)).size).toBe(everyPair)
    expect(new Set(pairs.slice(everyPair)).size).toBe(everyPair)
  })

  it('is the same for the same seed and another for another', () => {
    expect(planKills(7, 20)).toEqual(planKills(7, 20))
    expect(planKills(7, 20)).not.toEqual(planKills(8, 20))
  })
})

const ID = 'W-1001'
const leaf = (action: string, objectId: string, outcome: Leaf['outcome'] = 'done') =>
  ({ action, outcome, object: { type: 'x', id: objectId, version: 1, contentHash: '0x' } }) as unknown as Leaf

/** Books that balance: staged, approved by Ruth, handed over once, executed. */
const books = {
  accepted: [
    { verb: 'stage', who: 'ines', withdrawalId: ID },
    { verb: 'approve', who: 'ruth', withdrawalId: ID },
    { verb: 'hand-over', who: 'eli', withdrawalId: ID },
  ],
  approvals: [{ id: 'a1', withdrawal: ID, who: 'ruth' }],
  handOvers: [{ id: 's1', withdrawal: ID, who: 'eli' }],
  leaves: [
    leaf('stage', ID),
    leaf('approve', 'a1'),
    leaf('hand-over', 's1'),
    leaf('withdrawal confirming → executed', ID),
  ],
}
const without = (action: string) => books.leaves.filter((one) => one.action !== action)

describe('the books of a soak', () => {
  it('balance when everything stands in them once', () => {
    expect(faultsOf(ID, books)).toEqual([])
    // A refusal is in the log and nothing that was done, and an answer that got lost was done all the same.
    expect(faultsOf(ID, { ...books, leaves: [...books.leaves, leaf('stage', ID, 'refused')] })).toEqual([])
    expect(faultsOf(ID, { ...books, accepted: [] })).toEqual([])
  })

  it.each<[what: string, change: Partial<typeof books>, told: string]>([
    ['a lost staging', { leaves: without('stage') }, 'staged 0 times in the log'],
    ['a staging done twice', { leaves: [...books.leaves, leaf('stage', ID)] }, 'staged 2 times in the log'],
    ['a lost approval', { approvals: [] }, 'ruth approved, and 0 approvals are kept'],
    ['an approval that no event tells', { leaves: without('approve') }, 'an approval of ruth is 0 times in the log'],
    ['a lost hand-over', { handOvers: [] }, '1 hand-overs were received, and 0 are kept'],
    ['a hand-over that no event tells', { leaves: without('hand-over') }, 'a hand-over is 0 times in the log'],
    [
      'an execution recorded twice',
      { leaves: [...books.leaves, leaf('withdrawal confirming → executed', ID)] },
      'executed 2 times in the log',
    ],
  ])('show %s', (_what, change, told) => {
    expect(faultsOf(ID, { ...books, ...change })).toEqual([`${ID}: ${told}`])
  })
})
