import { expect, it } from 'vitest'
import type { Kill } from '@/tests/soak/plan'
import { soak } from '@/tests/soak/soak'

// A slice of `npm run soak`: where most can be lost. The chain forgets its last second, the database is in the middle of
// a decision, and everything at once is what a machine that lost its power leaves.
const KILLS: readonly Kill[] = [
  { target: 'chain', step: 'send', afterMs: 150 },
  { target: 'database', step: 'approve', afterMs: 60 },
  { target: 'all', step: 'hand-over', afterMs: 120 },
]

it('loses nothing and does nothing twice when its parts are killed outright', { timeout: 600_000 }, async () => {
  const told: string[] = []
  const { runs, faults } = await soak({
    ...{ seed: 1, kills: KILLS, stopAfterMs: 600_000 },
    say: (line) => void told.push(line),
  })
  expect(faults, told.join('\n')).toEqual([])
  expect(runs).toBe(KILLS.length)
})
