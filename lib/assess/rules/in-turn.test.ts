import { expect, it } from 'vitest'
import { inTurn } from '@/lib/assess/rules/in-turn'
import type { InTurn } from '@/lib/simulate/types'
import { SAFE, sampleFacts, troubles, USDC } from '@/tests/builders/sample-facts'

const others = [
  { id: 'W-13', nonce: 6n, safeTxHash: null },
  { id: 'W-12', nonce: 5n, safeTxHash: null },
  { id: 'W-20', nonce: 8n, safeTxHash: null },
]
const queue = { onchainNonce: 5n, others }
const run: Extract<InTurn, { kind: 'simulated' }> = {
  ...{ kind: 'simulated', after: ['W-12', 'W-13'], failing: null, status: 'success', approvals: [], isSame: true },
  balances: [],
}
const judged = (turn?: InTurn) =>
  inTurn.judge(sampleFacts({ facts: { queue }, ...(turn && { effects: { inTurn: turn } }) }))

it('says after which withdrawals it was simulated, where it does the same', () => {
  expect(judged(run)).toMatchObject([
    { outcome: 'pass', sentence: 'Simulated after withdrawals W-12 and W-13: it does the same as now.' },
  ])
})

it('says that it depends on them where it does not, and what differs', () => {
  const balances = [{ account: SAFE, asset: USDC.address, before: 9_000_000n, after: 4_000_000n }]
  const [finding] = judged({ ...run, isSame: false, balances })
  expect(finding).toMatchObject({ outcome: 'fail', severity: 'medium', code: 'QUEUE_DEPENDENT' })
  expect(finding?.sentence).toContain('It depends on what comes before it. Simulated after withdrawals W-12 and W-13,')
  expect(finding?.evidence.map(({ value }) => value)).toContain('now −250.00 USDC, then −5.00 USDC')
  const reverted = judged({ ...run, isSame: false, status: 'reverted' })
  expect(reverted[0]?.sentence).toContain('it reverts, and alone it succeeds')
  const waiting = judged({ ...run, isSame: false, status: 'reverted', failing: 'W-12' })
  expect(waiting[0]?.sentence).toContain('W-12 itself reverts, and this waits for it.')
})

it('does not know where it was not run so, or after others than there are', () => {
  expect(troubles(judged())).toEqual(['QUEUE_DEPENDENT unknown'])
  expect(troubles(judged({ ...run, after: ['W-12'] }))).toEqual(['QUEUE_DEPENDENT unknown'])
  const [finding] = judged({ kind: 'unavailable', after: ['W-12', 'W-13'], reason: 'Nonce 5 belongs to nothing yet.' })
  expect(finding).toMatchObject({ outcome: 'unknown', sentence: expect.stringContaining('Nonce 5 belongs') })
})

it('says nothing where nothing comes before', () => {
  expect(inTurn.judge(sampleFacts())).toEqual([])
})
