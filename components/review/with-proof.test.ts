import { describe, expect, it } from 'vitest'
import type { Proof } from './prove-review'
import type { CheckState } from './use-verification'
import type { Verification } from './verify-review'
import { MOST_BEHIND_SECONDS, withProof } from './with-proof'

const sound: CheckState = { kind: 'done', found: { stops: [] as readonly string[] } as Verification }
const stopsOf = (checked: CheckState) => (checked.kind === 'done' ? checked.found.stops : null)
const done = (part: Partial<Proof>) => ({
  kind: 'done' as const,
  proof: { block: 7n, at: new Date(0), differences: [], opinions: [], behind: 12n, ...part },
})
const knows = { party: 'node.example', hash: `0x${'11'.repeat(32)}`, newest: 12n } as const
const mute = { party: 'other.example', hash: null, newest: null } as const
const told = [knows] as const
const silent = [mute] as const

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

  it('stops where two nodes are named and one alone knows the block, and not where two do', () => {
    const [stop] = stopsOf(withProof(sound, done({ opinions: [knows, mute] }), true)) ?? []
    expect(stop).toContain('Only one of your organisation’s nodes')
    const both = [knows, { ...knows, party: 'third.example' }, mute]
    expect(withProof(sound, done({ opinions: both }), true)).toBe(sound)
  })

  it('of a block that the chain left behind long ago stops, and so does one of which nobody says how old it is', () => {
    const old = done({ opinions: told, behind: MOST_BEHIND_SECONDS + 1n })
    expect(stopsOf(withProof(sound, old, true))).toEqual([expect.stringContaining('left behind 30 minutes ago')])
    expect(withProof(sound, done({ opinions: told, behind: MOST_BEHIND_SECONDS }), true)).toBe(sound)
    expect(stopsOf(withProof(sound, done({ opinions: told, behind: null }), true))).toHaveLength(1)
  })

  it('that has not begun changes nothing, and none makes up for a check that is not done', () => {
    expect(withProof(sound, { kind: 'idle' }, true)).toBe(sound)
    const running: CheckState = { kind: 'running' }
    expect(withProof(running, done({ opinions: told }), true)).toBe(running)
  })
})
