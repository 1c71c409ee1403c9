import { describe, expect, it } from 'vitest'
import { standingOf } from '@/lib/approve/standing'
import { ASSESSMENT, FINDING, hash } from '@/tests/builders/reviewed'

const APPROVED = { evidenceDigest: hash(1), acknowledged: [{ code: 'NONCE_CONFLICT', path: '', reason: 'On purpose' }] }
const CONFLICT = { ...FINDING, rule: 'queue', code: 'NONCE_CONFLICT', path: '' }
const stand = (evidenceDigest: typeof APPROVED.evidenceDigest, change: Partial<typeof ASSESSMENT> = {}) =>
  standingOf(APPROVED, { evidenceDigest, assessment: { ...ASSESSMENT, ...change } }, ['queue'])

describe('standing of an approval', () => {
  it('is current while the digest is', () => expect(stand(hash(1))).toBe('current'))
  it('is stale with another digest', () => expect(stand(hash(2))).toBe('stale'))

  it('is stale with a new high finding of a drifting rule', () => {
    expect(stand(hash(1), { findings: [{ ...CONFLICT, code: 'NONCE_PAST' }] })).toBe('stale')
    expect(stand(hash(1), { findings: [{ ...CONFLICT, code: 'NONCE_PAST', severity: 'critical' }] })).toBe('stale')
  })

  it('stays current with a drifting finding that is acknowledged, gone or minor', () => {
    expect(stand(hash(1), { findings: [CONFLICT] })).toBe('current')
    expect(stand(hash(1), { findings: [{ ...CONFLICT, code: 'NONCE_GAP', severity: 'low' }] })).toBe('current')
  })

  it('is suspended, not stale, in an outage', () => {
    expect(stand(hash(2), { effects: { kind: 'unavailable', party: 'node', reason: 'down' } })).toBe('suspended')
    expect(stand(hash(2), { safe: null })).toBe('suspended')
    expect(stand(hash(2), { findings: [{ ...FINDING, outcome: 'unknown' }] })).toBe('suspended')
  })
})
