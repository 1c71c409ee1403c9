import type { Hash } from 'viem'
import { describe, expect, it } from 'vitest'
import { writeVerdictLine } from '@/lib/approve/verdict-line'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { contentDigest } from '@/lib/core/digest'
import {
  changed,
  entryAt,
  expired,
  HANDED,
  honest,
  refusal,
  replaced,
  REVIEWED,
  RUTH,
  STAGED,
  TOMAS,
  unproven,
} from '@/tests/builders/forge-pack'
import { hash } from '@/tests/builders/reviewed'
import { sampleKey } from '@/tests/builders/sample-log'
import {
  approvalBy,
  AT,
  handOverOf,
  packOf,
  type SampleEntry,
  setupOf,
  stagingOf,
  W1,
} from '@/tests/builders/sample-pack'

const [early, late] = ['2020-01-01T00:00:00.000Z', '2026-01-02T03:04:06.000Z']

it('verifies an honest pack and counts approvals and hand-overs', async () => {
  const counts = { proofsChecked: 2, approvals: 2, handOvers: 1 }
  expect(await verifyEvidence(packOf(honest))).toEqual({ ok: true, leaves: 13, sections: 10, ...counts })
  expect(await verifyEvidence(packOf(honest), logPublicKey(sampleKey))).toMatchObject({ ok: true })
  expect(await verifyEvidence(packOf(honest), logPublicKey(new Uint8Array(32).fill(8)))).toMatchObject({ ok: false })
})

describe('the withdrawal', () => {
  it('is exactly one', async () => {
    const W2 = stagingOf('W-2', 251n, { nonce: '11112233445566778899aabbccddeeff' })
    const sentence = 'Event 7 is about W-2, but a pack holds one withdrawal: W-1.'
    expect(await refusal(replaced(REVIEWED, W2[0]))).toEqual([7, sentence])
    expect(await refusal(replaced(REVIEWED, { ...W2[0], outcome: 'refused' }))).toEqual([7, sentence])
    expect(await refusal([...setupOf(), { ...W2[0], outcome: 'refused' }, ...honest.slice(STAGED)])).toEqual([
      6,
      'Event 6 was refused, so nothing proves its section withdrawal/W-2/1.',
    ])
    expect(await refusal(setupOf())).toEqual([null, 'The pack holds no withdrawal.'])
  })

  it('begins with its staging, whose section is there', async () => {
    expect(await refusal(honest, { isShown: ({ action }) => action !== 'stage' })).toEqual([
      7,
      'Event 7 is no review of the withdrawal that this pack is about.',
    ])
    const moved = [...setupOf(), ...honest.slice(8)]
    expect(await refusal(moved)).toEqual([6, 'Event 6 is about a withdrawal that no earlier event of the pack began.'])
    expect(await refusal(honest, { isHeld: ({ type }) => !['installation', 'withdrawal'].includes(type) })).toEqual([
      6,
      'Section withdrawal/W-1/1, named by event 6, is missing from the pack.',
    ])
  })

  it('has fields that give its hash', async () => {
    const sentence = 'The fields of the withdrawal that event 6 stages do not give its hash.'
    expect(await refusal(changed(STAGED, { value: '251' }))).toEqual([6, sentence])
    expect(await refusal(changed(STAGED, { value: '9'.repeat(78) }))).toEqual([6, sentence])
  })

  it('was confirmed by its initiator, in time, for class, Safe and intent', async () => {
    const none = 'Event 6 stages no withdrawal with the confirmation of its initiator.'
    expect(await refusal(changed(STAGED, { stageProof: null }))).toEqual([6, none])
    expect(await refusal(changed(STAGED, { intent: '{' }))).toEqual([6, none])
    expect(await refusal(changed(STAGED, { class: 'cancel' }))).toEqual([6, unproven(6)])
    const other = Object(stagingOf('W-1', 251n)[0].content).intent
    expect(await refusal(changed(STAGED, { intent: other }))).toEqual([6, unproven(6)])
    const given = 'Event 6 was not done by ruth, whom its section names.'
    expect(await refusal(changed(STAGED, { initiatorId: 'ruth' }))).toEqual([6, given])
    const asRuth = changed(STAGED, { initiatorId: 'ruth' }, { actor: { kind: 'member', id: 'ruth' } })
    expect(await refusal(asRuth)).toEqual([6, unproven(6)])
    expect(await refusal(replaced(STAGED, stagingOf('W-1', 250n, { expires: early })[0]))).toEqual([
      6,
      expired(6, early),
    ])
    const kept = changed(STAGED, { stageChallenge: hash(5) })
    expect(await refusal(kept)).toEqual([
      6,
      'The passkey of event 6 answered another challenge than the one kept with it.',
    ])
  })
})

describe('an approval', () => {
  it('of another withdrawal is refused, whichever its section names', async () => {
    const W2 = stagingOf('W-2', 251n)
    const sentence = 'Event 9 approves another transaction than the withdrawal of this pack.'
    expect(await refusal(replaced(RUTH, approvalBy('ruth', W2)))).toEqual([9, sentence])
    const moved = { ...Object(approvalBy('ruth', W2).content), withdrawalId: 'W-1' }
    expect(await refusal(replaced(RUTH, { ...approvalBy('ruth', W2), content: moved }))).toEqual([9, sentence])
    expect(await refusal(changed(RUTH, { withdrawalId: 'W-2' }))).toEqual([
      9,
      'Event 9 belongs to W-2, which is not the withdrawal of this pack.',
    ])
  })

  it('brings the verdict of an offline verifier where its review asks for one', async () => {
    const staging = stagingOf('W-1', 250n, {}, { requirement: { offlineVerdict: true } })
    const approved = (line?: string) => refusal([...setupOf(), ...staging, approvalBy('ruth', staging, {}, line)])
    const { safeTxHash } = Object(staging[0].content) as { safeTxHash: Hash }
    const line = writeVerdictLine({ verdict: 'ok', safeTxHash, ruleSet: 'countersign-rules/1' })
    expect(await approved(line)).toBe('verified')
    const sentence = 'Event 8 approves without the verdict of an offline verifier, which its review asks for.'
    expect(await approved()).toEqual([8, sentence])
    expect(await approved(line.replace('OK', 'BLOCK'))).toEqual([8, sentence])
    expect(await approved(line.replace(safeTxHash, hash(9)))).toEqual([8, sentence])
  })

  it('rests on a review of this withdrawal that the pack shows', async () => {
    const unseen = 'Event 9 names evidence that no earlier review of the pack shows.'
    expect(await refusal(honest, { isShown: ({ type }) => type !== 'review' })).toEqual([9, unseen])
    expect(await refusal(honest, { isHeld: ({ type }) => !['installation', 'review'].includes(type) })).toEqual([
      9,
      unseen,
    ])
    const [, review] = W1
    const ofAnother = 'Event 7 is no review of the withdrawal that this pack is about.'
    expect(await refusal(replaced(REVIEWED, { ...review, subject: 'W-2' }))).toEqual([7, ofAnother])
    expect(await refusal(changed(REVIEWED, { safeTxHash: hash(9) }))).toEqual([7, ofAnother])
    expect(await refusal(changed(RUTH, { evidenceDigest: contentDigest(null) }))).toEqual([
      9,
      'The passkey of event 9 answered for other evidence than its section names.',
    ])
  })

  it('counts once: neither its answer nor its member comes twice', async () => {
    const again = { ...approvalBy('ruth', W1), id: 'again' }
    const answer = "Event 10 uses the passkey's answer of event 9 a second time."
    expect(await refusal(replaced(TOMAS, again))).toEqual([10, answer])
    expect(await refusal(replaced(TOMAS, entryAt(RUTH)))).toEqual([10, answer])
    const anew = { ...approvalBy('ruth', W1, { nonce: '11112233445566778899aabbccddeeff' }), id: 'anew' }
    expect(await refusal(replaced(TOMAS, anew))).toEqual([
      10,
      'Event 10 is a second approval by ruth, whose first still counts.',
    ])
    const stale: SampleEntry = { action: 'approval-stale', type: 'stale-approval', id: 'by ruth', content: {} }
    expect(await verifyEvidence(packOf(replaced(TOMAS, stale, anew)))).toMatchObject({ proofsChecked: 2, approvals: 1 })
  })

  it('answers the challenge that is kept with it, before that expires', async () => {
    expect(await refusal(replaced(RUTH, approvalBy('ruth', W1, { expires: early })))).toEqual([9, expired(9, early)])
    expect(await refusal(replaced(RUTH, approvalBy('ruth', W1, { expires: AT })))).toBe('verified')
    expect(await refusal(replaced(RUTH, { ...entryAt(RUTH), at: late }))).toMatchObject([
      9,
      expect.stringContaining('expired'),
    ])
    expect(await refusal(changed(RUTH, { challenge: hash(5) }))).toEqual([
      9,
      'The passkey of event 9 answered another challenge than the one kept with it.',
    ])
  })

  it('is the member’s who is named, given for approving', async () => {
    const named = 'Event 9 was not done by tomas, whom its section names.'
    expect(await refusal(changed(RUTH, { memberId: 'tomas' }))).toEqual([9, named])
    const lent = { ...entryAt(RUTH), actor: { kind: 'member', id: 'tomas' } } as const
    expect(await refusal(replaced(RUTH, { ...lent, content: { ...Object(lent.content), memberId: 'tomas' } }))).toEqual(
      [9, unproven(9)],
    )
    expect(await refusal(replaced(RUTH, approvalBy('ruth', W1, { action: 'execute' })))).toEqual([9, unproven(9)])
    expect(await refusal(changed(RUTH, { proof: {} }))).toEqual([
      9,
      "The section of event 9 is no approval with a passkey's answer.",
    ])
  })

  it('is not withheld, and not passed off as something else', async () => {
    expect(await refusal(honest, { isHeld: ({ type }) => !['installation', 'approval'].includes(type) })).toEqual([
      9,
      'Section approval/by ruth/1, named by event 9, is missing from the pack.',
    ])
    expect(await refusal(replaced(RUTH, { ...entryAt(RUTH), type: 'note' }))).toEqual([
      9,
      'Event 9 says approve, but is about a note.',
    ])
    expect(await refusal(changed(REVIEWED, {}, { action: 'approve' }))).toEqual([
      7,
      'Event 7 says approve, but is about a review.',
    ])
    expect(await refusal(replaced(RUTH, { ...entryAt(RUTH), action: 'note' }))).toEqual([
      9,
      'Event 9 is about an approval, but says note.',
    ])
    expect(await refusal(replaced(RUTH, { ...entryAt(RUTH), outcome: 'refused' }))).toEqual([
      9,
      'Event 9 was refused, so nothing proves its section approval/by ruth/1.',
    ])
  })
})

describe('a hand-over', () => {
  it('is of this transaction, to the wallet and by the executor that its section names', async () => {
    const elsewhere = changed(HANDED, { executorAddress: '0x00000000000000000000000000000000000000ff' })
    expect(await refusal(elsewhere)).toEqual([11, unproven(11)])
    expect(await refusal(changed(HANDED, { executorId: 'ruth' }))).toEqual([
      11,
      'Event 11 was not done by ruth, whom its section names.',
    ])
    expect(await refusal(changed(HANDED, { withdrawalId: 'W-2' }))).toMatchObject([
      11,
      expect.stringContaining('belongs to W-2'),
    ])
    const W2 = { ...handOverOf(stagingOf('W-2', 251n)) }
    const moved = { ...W2, content: { ...Object(W2.content), withdrawalId: 'W-1' } }
    expect(await refusal(replaced(HANDED, moved))).toMatchObject([
      11,
      expect.stringContaining('names evidence that no'),
    ])
  })

  it('has its own answer, in time', async () => {
    const tooLate = replaced(HANDED, handOverOf(W1, { expires: early }))
    expect(await refusal(tooLate)).toEqual([11, expired(11, early)])
    expect(await refusal([...honest, { ...handOverOf(W1), id: 'again' }])).toEqual([
      13,
      "Event 13 uses the passkey's answer of event 11 a second time.",
    ])
    expect(await refusal(changed(HANDED, { proof: {} }))).toEqual([
      11,
      "The section of event 11 is no hand-over with a passkey's answer.",
    ])
  })

  it('is not withheld, neither its section nor its own event', async () => {
    expect(await refusal(honest, { isHeld: ({ type }) => !['installation', 'submission'].includes(type) })).toEqual([
      11,
      'Section submission/attempt/1, named by event 11, is missing from the pack.',
    ])
    expect(await refusal(honest, { isShown: ({ action }) => action !== 'hand-over' })).toEqual([
      12,
      'Event 12 is about a submission that no earlier event of the pack began.',
    ])
  })
})
