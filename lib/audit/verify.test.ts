import { describe, expect, it } from 'vitest'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { buildLeaf } from '@/lib/audit/leaf'
import { buildLogExport } from '@/lib/audit/log-export'
import {
  sampleCheckpoint,
  sampleEvent,
  sampleKey,
  sampleLeaves,
  sampleLog,
  samplePersonal,
} from '@/tests/builders/sample-log'
import type { LogExport } from '@/lib/audit/types'
import { verifyLog } from '@/lib/audit/verify'
import { sha256Hex } from '@/lib/core/digest'

const log = sampleLog()
const seqs = [...log.leaves.keys()]
const thief = new Uint8Array(32).fill(8)
const leafAt = (seq: number): string => log.leaves[seq] ?? ''
const edited = (seq: number) => buildLeaf({ ...sampleEvent(seq), outcome: 'refused' }, seq)
const withoutHashes = ({ proofs: _, ...rest }: LogExport): LogExport => rest
const badSeq = (forged: LogExport, key?: string) => {
  const verdict = verifyLog(forged, key)
  return verdict.ok ? 'ok' : verdict.seq
}

describe('an honest log', () => {
  it('verifies, with and without recorded hashes and personal values', () => {
    expect(verifyLog(log)).toEqual({ ok: true, leaves: 10, checkpoints: 4 })
    expect(verifyLog(withoutHashes(log)).ok).toBe(true)
    expect(verifyLog({ ...log, personal: [] }).ok).toBe(true)
    expect(verifyLog(log, log.publicKey).ok).toBe(true)
  })

  it('verifies in any order of checkpoints and at every length', () => {
    expect(verifyLog({ ...log, checkpoints: log.checkpoints.toReversed() }).ok).toBe(true)
    for (const size of [0, ...seqs]) {
      const leaves = sampleLeaves(size)
      const checkpoints = [sampleCheckpoint(leaves, size)]
      expect(
        verifyLog({ ...withoutHashes(log), leaves: leaves.map(({ json }) => json), personal: [], checkpoints }),
      ).toEqual({ ok: true, leaves: size, checkpoints: 1 })
    }
  })

  it('is exported up to the last checkpoint only, since later events are not proven yet', () => {
    const leaves = sampleLeaves(10)
    const checkpoints = [sampleCheckpoint(leaves, 7), sampleCheckpoint(leaves, 7)]
    const personal = [samplePersonal(2), samplePersonal(8)]
    const built = buildLogExport({ ...log, leaves, checkpoints, personal })
    expect(verifyLog(built)).toEqual({ ok: true, leaves: 7, checkpoints: 1 })
    expect(built.personal).toEqual([samplePersonal(2)])
  })
})

describe('an event', () => {
  it('that was edited is named', () => {
    for (const seq of seqs) expect(badSeq({ ...log, leaves: log.leaves.with(seq, edited(seq).json) })).toBe(seq)
  })

  it('that was edited together with its recorded hash is named down to its checkpoint', () => {
    for (const seq of seqs) {
      const leafHashes = log.proofs?.leafHashes.with(seq, edited(seq).hash) ?? []
      const forged = { ...log, leaves: log.leaves.with(seq, edited(seq).json), proofs: { leafHashes } }
      const expected = seq < 4 ? 0 : seq < 7 ? 4 : 7
      expect(badSeq(forged)).toBe(expected)
      expect(badSeq(withoutHashes(forged))).toBe(expected)
    }
  })

  it('whose text was respaced is named, though it means the same', () => {
    for (const seq of seqs) expect(badSeq({ ...log, leaves: log.leaves.with(seq, ` ${leafAt(seq)}`) })).toBe(seq)
  })

  it('that was dropped is named, the last one too', () => {
    for (const seq of seqs) {
      const forged = { ...log, leaves: log.leaves.toSpliced(seq, 1) }
      expect(badSeq(forged)).toBe(seq)
      expect(badSeq(withoutHashes(forged))).toBe(seq)
    }
  })

  it('that was dropped while the rest was renumbered is named', () => {
    const leaves = seqs.slice(0, 9).map((seq) => buildLeaf(sampleEvent(seq < 5 ? seq : seq + 1), seq).json)
    expect(badSeq({ ...log, leaves })).toBe(5)
    expect(badSeq({ ...withoutHashes(log), leaves })).toBe(4)
  })

  it('that was swapped with another is named', () => {
    expect(badSeq({ ...log, leaves: log.leaves.with(3, leafAt(6)).with(6, leafAt(3)) })).toBe(3)
  })

  it('that was repeated or added at the end is named', () => {
    expect(badSeq({ ...log, leaves: log.leaves.toSpliced(5, 0, leafAt(4)) })).toBe(5)
    const added = buildLeaf(sampleEvent(10), 10)
    const leaves = [...log.leaves, added.json]
    expect(badSeq({ ...withoutHashes(log), leaves })).toBe(10)
    expect(badSeq({ ...log, leaves, proofs: { leafHashes: [...(log.proofs?.leafHashes ?? []), added.hash] } })).toBe(10)
  })

  it('whose personal values were changed is named, also when the salt was', () => {
    expect(badSeq({ ...log, personal: [{ ...samplePersonal(2), json: '{"name":"Eve"}' }] })).toBe(2)
    expect(badSeq({ ...log, personal: [samplePersonal(2), { ...samplePersonal(8), salt: sha256Hex('') }] })).toBe(8)
    expect(badSeq({ ...log, personal: [{ ...samplePersonal(2), seq: 10 }] })).toBe(10)
  })

  it('that commits to no personal values cannot be given some', () => {
    const leaves = sampleLeaves(10, (seq) => ({ ...sampleEvent(seq), personal: null }))
    expect(badSeq(sampleLog(leaves))).toBe(2)
    expect(badSeq({ ...sampleLog(leaves), personal: [] })).toBe('ok')
  })
})

describe('a checkpoint', () => {
  const forgeAt = (place: number, change: object): LogExport => ({
    ...log,
    checkpoints: log.checkpoints.map((checkpoint, at) => (at === place ? { ...checkpoint, ...change } : checkpoint)),
  })

  it('that was forged leaves the events since the one before it unproven', () => {
    expect([1, 2, 3].map((place) => badSeq(forgeAt(place, { root: sha256Hex('') })))).toEqual([0, 4, 7])
    expect([1, 2, 3].map((place) => badSeq(forgeAt(place, { at: '2026-01-01T00:00:00.000Z' })))).toEqual([0, 4, 7])
    expect(badSeq(forgeAt(3, { size: 11 }))).toBe(7)
  })

  it('over a rewritten tail is not believed under another key', () => {
    const leaves = [...sampleLeaves(10).slice(0, 8), edited(8), edited(9)]
    const forged = sampleLog(leaves)
    const checkpoints = [...log.checkpoints.slice(0, 3), sampleCheckpoint(leaves, 10, thief)]
    expect(badSeq({ ...forged, personal: [], checkpoints })).toBe(7)
  })

  it('of another installation is not believed', () => {
    const leaves = sampleLeaves(10)
    expect(badSeq({ ...log, checkpoints: [sampleCheckpoint(leaves, 10, sampleKey, 'other')] })).toBe(0)
  })

  it('that contradicts one of the same size is found', () => {
    const fork = sampleCheckpoint([...sampleLeaves(9), edited(9)], 10)
    expect(badSeq({ ...log, checkpoints: [...log.checkpoints, fork] })).toBe(9)
  })

  it('that is missing leaves its events unproven', () => {
    expect(badSeq({ ...log, checkpoints: log.checkpoints.slice(0, 3) })).toBe(7)
    expect(badSeq({ ...log, checkpoints: [] })).toBe(0)
  })
})

describe('a key', () => {
  it('other than the one that signed is refused', () => {
    expect(badSeq({ ...log, publicKey: logPublicKey(thief) })).toBe(0)
  })

  it('that re-signed the whole log is refused when the honest one is known', () => {
    const leaves = sampleLeaves(10)
    const resigned = { ...log, publicKey: logPublicKey(thief), checkpoints: [sampleCheckpoint(leaves, 10, thief)] }
    expect(badSeq(resigned)).toBe('ok')
    expect(badSeq(resigned, log.publicKey)).toBe(0)
  })
})
