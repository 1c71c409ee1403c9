import { describe, expect, it } from 'vitest'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { buildPack } from '@/lib/audit/pack'
import { sampleCheckpoint, sampleEvent, sampleKey, sampleLeaves, samplePersonal } from '@/tests/builders/sample-log'
import type { AuditEvent, EvidencePack } from '@/lib/audit/types'
import { verifyPack, type CheckProof } from '@/lib/audit/verify-pack'
import { contentDigest } from '@/lib/core/digest'

const content = { amount: '250', purpose: 'rent' }
const artefact = { assertion: 'honest' }
const logged: Record<number, Pick<AuditEvent, 'action' | 'object'>> = {
  3: { action: 'stage', object: { type: 'withdrawal', id: 'w', version: 1, contentHash: contentDigest(content) } },
  5: { action: 'approve', object: { type: 'approval', id: 'a', version: 1, contentHash: contentDigest(artefact) } },
}
const event = (seq: number): AuditEvent => ({ ...sampleEvent(seq), ...logged[seq] })
const leaves = sampleLeaves(10, event)

const packOf = (from = leaves): EvidencePack =>
  buildPack({
    installation: 'acme',
    publicKey: logPublicKey(sampleKey),
    withdrawal: { 'withdrawal/w/1': content, 'approval/a/1': artefact },
    leaves: [3, 5, 8].map((seq) => from[seq]?.json ?? ''),
    leafHashes: from.map(({ hash }) => hash),
    checkpoint: sampleCheckpoint(from, 9),
    personal: [samplePersonal(8)],
  })
const pack = packOf()
const digests = (withdrawal: EvidencePack['withdrawal']) =>
  Object.entries(withdrawal).map(([section, value]) => ({ section, digest: contentDigest(value) }))
const withSections = (withdrawal: EvidencePack['withdrawal']) => ({
  ...pack,
  withdrawal,
  manifest: digests(withdrawal),
})
const badSeq = async (forged: EvidencePack, options?: Parameters<typeof verifyPack>[1]) => {
  const verdict = await verifyPack(forged, options)
  return verdict.ok ? 'ok' : verdict.seq
}

const holds: CheckProof = (value) => Promise.resolve(contentDigest(value) === contentDigest(artefact))

it('an honest pack verifies and says how many proofs were checked', async () => {
  expect(await verifyPack(pack)).toEqual({ ok: true, leaves: 3, sections: 2, proofsChecked: 0 })
  expect(await verifyPack(pack, { checkProof: holds })).toMatchObject({ ok: true, proofsChecked: 1 })
})

describe('an event', () => {
  it('that was edited, renumbered or respaced is named', async () => {
    const replaced = (from: string, to: string) => ({
      ...pack,
      leaves: pack.leaves.map(({ json, proof }) => ({ json: json.replace(from, to), proof })),
    })
    expect(await badSeq(replaced('"action":"approve"', '"action":"reject"'))).toBe(5)
    expect(await badSeq(replaced('"seq":5', '"seq":4'))).toBe(4)
    expect(await badSeq(replaced('"seq":5', '"seq": 5'))).toBe(null)
    expect(await badSeq(replaced('"v":1', '"v":1,"w":2'))).toBe(3)
  })

  it('with another path, out of order or twice is named', async () => {
    const [stage, approve, last] = pack.leaves
    if (!stage || !approve || !last) throw new Error('the sample has three leaves')
    expect(await badSeq({ ...pack, leaves: [stage, { ...approve, proof: last.proof }, last] })).toBe(5)
    expect(await badSeq({ ...pack, leaves: [approve, stage, last] })).toBe(3)
    expect(await badSeq({ ...pack, leaves: [stage, stage, approve, last] })).toBe(3)
  })

  it('whose personal values were changed or that is not there is named', async () => {
    expect(await badSeq({ ...pack, personal: [{ ...samplePersonal(8), json: '{}' }] })).toBe(8)
    expect(await badSeq({ ...pack, personal: [samplePersonal(7)] })).toBe(7)
  })
})

describe('a section', () => {
  const changed = { ...pack.withdrawal, 'withdrawal/w/1': { ...content, amount: '251' } }

  it('that was changed names the event that logged it, with and without a matching manifest', async () => {
    expect(await badSeq({ ...pack, withdrawal: changed })).toBe(3)
    expect(await badSeq(withSections(changed))).toBe(3)
  })

  it('that is missing but listed, or present but not listed, names its event', async () => {
    expect(await badSeq({ ...pack, withdrawal: { 'approval/a/1': artefact } })).toBe(3)
    expect(await badSeq({ ...pack, manifest: pack.manifest.filter(({ section }) => section !== 'approval/a/1') })).toBe(
      5,
    )
    expect(await badSeq({ ...pack, manifest: [...pack.manifest, ...pack.manifest] })).toBe(3)
  })

  it('that no event names is refused, so nothing unproven rides along', async () => {
    expect(await badSeq(withSections({ ...pack.withdrawal, receipts: [] }))).toBe(null)
    expect(await badSeq(withSections({ ...pack.withdrawal, 'withdrawal/w/2': changed }))).toBe(null)
    expect(await badSeq({ ...pack, manifest: [...pack.manifest, { section: 'x', digest: contentDigest(1) }] })).toBe(
      null,
    )
  })

  it('left out of pack and manifest alike leaves the rest proven', async () => {
    expect(await badSeq(withSections({ 'withdrawal/w/1': content }))).toBe('ok')
  })
})

describe('a passkey proof', () => {
  it('that does not hold names its approval', async () => {
    expect(await badSeq(pack, { checkProof: () => Promise.resolve(false) })).toBe(5)
  })

  it('is given its own leaf to compare with', async () => {
    const seen: number[] = []
    const checkProof: CheckProof = (_, leaf) => Promise.resolve(seen.push(leaf.seq) > 0)
    expect(await badSeq(pack, { checkProof })).toBe('ok')
    expect(seen).toEqual([5])
  })

  it('of a refused approval is evidence of the refusal and not checked', async () => {
    const refused = sampleLeaves(10, (seq) => (seq === 5 ? { ...event(5), outcome: 'refused' } : event(seq)))
    expect(await badSeq(packOf(refused), { checkProof: () => Promise.resolve(false) })).toBe('ok')
  })
})

describe('an enrolled passkey', () => {
  const passkey = { publicKey: 'k' }
  const enrolment = { type: 'passkey', id: 'AQ', version: 1, contentHash: contentDigest(passkey) }
  const seenWith = async (change: Partial<AuditEvent>, seq = 2) => {
    const enrolling = { action: 'bootstrap', actor: { kind: 'bootstrap' }, object: enrolment, ...change } as const
    const from = sampleLeaves(10, (at) => (at === seq ? { ...event(at), ...enrolling } : event(at)))
    const held = buildPack({
      installation: 'acme',
      publicKey: logPublicKey(sampleKey),
      withdrawal: { 'withdrawal/w/1': content, 'approval/a/1': artefact, 'passkey/AQ/1': passkey },
      leaves: [3, 5, seq].sort((a, b) => a - b).map((at) => from[at]?.json ?? ''),
      leafHashes: from.map(({ hash }) => hash),
      checkpoint: sampleCheckpoint(from, 9),
    })
    let seen: unknown = null
    const checkProof: CheckProof = (_, __, { passkeys }) => Promise.resolve((seen = [...passkeys]) !== null)
    expect(await badSeq(held, { checkProof })).toBe('ok')
    return seen
  }

  it('is given to the proof when an earlier event of the setup proves it', async () => {
    expect(await seenWith({})).toEqual([{ credentialId: 'AQ', content: passkey }])
  })

  it('is not when it came later, was refused, or somebody else says so', async () => {
    expect(await seenWith({}, 7)).toEqual([])
    expect(await seenWith({ outcome: 'refused' })).toEqual([])
    expect(await seenWith({ actor: { kind: 'member', id: 'm1' } })).toEqual([])
    expect(await seenWith({ action: 'approve' })).toEqual([])
  })
})

describe('the signature', () => {
  it('of a changed checkpoint, another key or another installation is refused', async () => {
    const thief = new Uint8Array(32).fill(8)
    expect(await badSeq({ ...pack, checkpoint: { ...pack.checkpoint, size: 10 } })).toBe(3)
    expect(await badSeq({ ...pack, checkpoint: sampleCheckpoint(leaves, 9, thief) })).toBe(3)
    expect(await badSeq({ ...pack, installation: 'other' })).toBe(3)
    expect(await badSeq(pack, { trustedKey: logPublicKey(thief) })).toBe(3)
    expect(await badSeq(pack, { trustedKey: pack.publicKey })).toBe('ok')
  })

  it('over no events proves nothing', async () => {
    expect(await badSeq({ ...pack, leaves: [], personal: [], withdrawal: {}, manifest: [] })).toBe(null)
  })
})
