import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonicalize, type Json } from '@/lib/core/canonical'
import { decodeWire } from '@/lib/core/wire'
import { honestReviewed } from '@/tests/builders/honest-review'
import { REFUNDED } from '@/tests/builders/golden-payment'
import { buildEvidence, evidenceDigest, type EvidenceSources } from './evidence'

type Golden = { readonly digest: string; readonly evidence: Json; readonly sources: string }
const golden = (name: string): Golden =>
  JSON.parse(readFileSync(`tests/fixtures/evidence/${name}.json`, 'utf8')) as Golden

// What people approved under an earlier build. A change here makes every live approval stale: keep the form, add members
// only where something new is asked for, and let a new rule leave alone what it has nothing to say of.
describe.each([
  ['plain-payment', {}],
  ['refunded-payment', REFUNDED],
] as const)('a review stored by an earlier build, %s,', (name, change) => {
  const { digest, evidence, sources } = golden(name)

  it('still has its digest', () => {
    expect(evidenceDigest(evidence)).toBe(digest)
  })

  it('gives the same record from what was shown', () => {
    const record = buildEvidence(decodeWire(sources) as EvidenceSources)
    expect(canonicalize(record)).toBe(canonicalize(evidence))
    expect(evidenceDigest(record)).toBe(digest)
  })

  it('is judged the same from its bytes by the rules of this build', () => {
    const reviewed = honestReviewed(change)
    expect(JSON.parse(reviewed.evidence)).toEqual(evidence)
    expect(reviewed.digest).toBe(digest)
  })
})

it('binds what approvers had to read', () => {
  expect(JSON.stringify(golden('refunded-payment').evidence)).toContain('"severity":"')
  expect(golden('refunded-payment').digest).not.toBe(golden('plain-payment').digest)
})
