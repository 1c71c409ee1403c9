import { describe, expect, it } from 'vitest'
import type { Proof } from './prove-review'
import type { CheckState } from './use-verification'
import type { Verification } from './verify-review'
import { withProof } from './with-proof'

const sound: CheckState = { kind: 'done', found: { stops: [] as readonly string[] } as Verification }
const stopsOf = (checked: CheckState) => (checked.kind === 'done' ? checked.found.stops : null)
const done = (part: Partial<Proof>) => ({
  kind: 'done' as const,
  proof: { block: 7n, at: new Date(0), differences: [], opinions: [], ...part },
})
const told = [{ party: 'node.example', hash: `0x${'11'.repeat(32)}` }] as const
const silent = [{ party: 'node.example', hash: null }] as const

describe('an own run', () => {
  it('that does otherwise stops, whether or not it is asked for', () => {
    const proof = done({ differences: ['It pays somebody else.'], opinions: told })
    for (const isRequired of [true, false])
      expect(stopsOf(withProof(sound, proof, isRequired))).toEqual([expect.stringContaining('It pays somebody else.')])
  })

  it('that does the same, of a block that a named node knows, stops nothing', () => {
    for (const isRequired of [true, false]) expect(withProof(sound, done({ opinions: told }), isRequired)).toBe(sound)
  })

  it('that could not be had, or of a block that no named node knows, stops where nodes are named', () => {
    const failed = { kind: 'failed', sentence: 'The node has no proofs.' } as const
    expect(stopsOf(withProof(sound, failed, true))).toEqual([expect.stringContaining('The node has no proofs.')])
    expect(stopsOf(withProof(sound, done({ opinions: silent }), true))).toHaveLength(1)
    expect(withProof(sound, failed, false)).toBe(sound)
    expect(withProof(sound, done({ opinions: silent }), false)).toBe(sound)
  })

  it('that has not begun changes nothing, and none makes up for a check that is not done', () => {
    expect(withProof(sound, { kind: 'idle' }, true)).toBe(sound)
    const running: CheckState = { kind: 'running' }
    expect(withProof(running, done({ opinions: told }), true)).toBe(running)
  })
})
