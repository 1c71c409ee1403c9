import { describe, expect, it } from 'vitest'
import { checkApproval } from '@/lib/approve/check-approval'
import { writeVerdictLine } from '@/lib/approve/verdict-line'
import type { ApprovalRecord, StepUpPreimage } from '@/lib/approve/types'
import { approvalOf, registrationOf } from '@/tests/builders/passkey-approval'
import { hash } from '@/tests/builders/reviewed'
import { PLACE } from '@/tests/builders/step-up'

const BOUND = { safeTxHash: hash(1), evidenceDigest: hash(2) }
const SUBJECT = { ...BOUND, acknowledged: [], signatureHash: hash(3) }
const EXPECTED = {
  ...{ installation: 'acme', ...BOUND, offlineVerdict: false },
  ...{ registered: registrationOf(), origin: PLACE.origin },
}
const approve = (change: Partial<StepUpPreimage> = {}) => approvalOf(BOUND, change)

describe("somebody's approval", () => {
  it('holds without the owner signature', async () => {
    expect(await checkApproval(approve(), EXPECTED)).toEqual({ ok: true })
  })

  it.each<[string, ApprovalRecord, string]>([
    ['another transaction', { ...approve(), subject: { ...SUBJECT, safeTxHash: hash(9) } }, 'another transaction'],
    ['other evidence', { ...approve(), subject: { ...SUBJECT, evidenceDigest: hash(9) } }, 'other evidence'],
    ['another signature', { ...approve(), subject: { ...SUBJECT, signatureHash: hash(9) } }, 'other content'],
    [
      'another acknowledgement',
      { ...approve(), subject: { ...SUBJECT, acknowledged: [{ code: 'A', path: '', reason: 'b' }] } },
      'other content',
    ],
    ['another desk', approve({ installation: 'other' }), 'another desk'],
    ['another member', { ...approve(), memberId: 'tomas' }, 'another member'],
    ['another action', approve({ action: 'execute' }), 'another action: execute'],
    ['an unknown factor', { ...approve(), proof: { ...approve().proof, factor: 'totp' } }, 'no factor named totp'],
  ])('does not count for %s', async (_name, record, sentence) => {
    expect(await checkApproval(record, EXPECTED)).toEqual({ ok: false, reason: expect.stringContaining(sentence) })
  })

  describe('where policy asks for an offline verdict', () => {
    const asked = { ...EXPECTED, offlineVerdict: true }
    const withLine = (verdictLine: string) => approvalOf(BOUND, {}, 'ruth', { verdictLine })
    const line = writeVerdictLine({ verdict: 'ok', safeTxHash: BOUND.safeTxHash, ruleSet: 'countersign-rules/3' })

    it('holds with a line of this transaction, which its passkey bound', async () => {
      expect(await checkApproval(withLine(line), asked)).toEqual({ ok: true })
    })

    it.each([
      ['no line', approve()],
      ['a line of another transaction', withLine(line.replace(/0x../, '0xff'))],
      ['a line that says block', withLine(line.replace('OK', 'BLOCK'))],
    ])('does not count with %s', async (_name, record) => {
      expect(await checkApproval(record, asked)).toEqual({
        ok: false,
        reason: expect.stringContaining('offline verifier'),
      })
    })

    it('does not count with a line that was added after the passkey answered', async () => {
      const record = approve()
      expect(await checkApproval({ ...record, subject: { ...record.subject, verdictLine: line } }, asked)).toEqual({
        ok: false,
        reason: expect.stringContaining('other content'),
      })
    })
  })

  it('does not count when its preimage was changed after the passkey answered', async () => {
    const record = approve()
    const preimage = { ...record.proof.preimage, policyVersion: 9 }
    expect(await checkApproval({ ...record, proof: { ...record.proof, preimage } }, EXPECTED)).toEqual({
      ok: false,
      reason: 'Its passkey does not verify: it answers another challenge.',
    })
  })
})
