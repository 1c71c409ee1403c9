import { concat, keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import { signatureHash } from '@/lib/approve/signature-hash'
import { approvalSubject, executeSubject, stageSubject, subjectDigest } from '@/lib/approve/subjects'
import { ASSESSMENT, hash, INTENT, PAYEE, SAFE } from '@/tests/builders/reviewed'

const ACK = [
  { code: 'NONCE_CONFLICT', path: '', reason: 'Replaces W-3 on purpose' },
  { code: 'APPROVE_UNLIMITED', path: '1', reason: 'Agreed in minute 7' },
]
const APPROVAL = { safeTxHash: hash(1), evidenceDigest: hash(2), acknowledged: ACK, signatureHash: hash(3) }
const STAGE = { class: 'transfer', safe: ASSESSMENT.staged.safe, intent: INTENT, nonce: null } as const
const EXECUTE = { safeTxHash: hash(1), evidenceDigest: hash(2), executor: PAYEE } as const

describe('subjects', () => {
  it('bind every member of an approval', () => {
    const changes = [
      { safeTxHash: hash(9) },
      { evidenceDigest: hash(9) },
      { signatureHash: hash(9) },
      { acknowledged: [] },
      { acknowledged: ACK.map((one) => ({ ...one, reason: 'other' })) },
    ].map((change) => approvalSubject({ ...APPROVAL, ...change }))
    expect(new Set([approvalSubject(APPROVAL), ...changes]).size).toBe(changes.length + 1)
  })

  it('take acknowledgements as a set', () => {
    expect(approvalSubject({ ...APPROVAL, acknowledged: ACK.toReversed() })).toBe(approvalSubject(APPROVAL))
  })

  it('bind class, Safe and intent of a staging', () => {
    const changes = [
      { class: 'contract-call' as const },
      { safe: { ...STAGE.safe, chainId: 1 } },
      { safe: { ...STAGE.safe, address: PAYEE } as const },
      { safe: { ...STAGE.safe, version: '1.3.0' as const } },
      { intent: null },
      { intent: { ...INTENT, purpose: 'other' } },
      { class: 'cancel' as const, nonce: 7n },
      { class: 'cancel' as const, nonce: 8n },
    ].map((change) => stageSubject({ ...STAGE, ...change }))
    expect(new Set([stageSubject(STAGE), ...changes]).size).toBe(changes.length + 1)
  })

  it('bind transaction, evidence and wallet of an execution, in any spelling', () => {
    expect(executeSubject({ ...EXECUTE, executor: SAFE })).not.toBe(executeSubject(EXECUTE))
    expect(executeSubject({ ...EXECUTE, evidenceDigest: hash(9) })).not.toBe(executeSubject(EXECUTE))
    const lowered = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'
    expect(executeSubject({ ...EXECUTE, executor: lowered })).toBe(executeSubject(EXECUTE))
  })

  it('never serve another action', () => {
    const input = { safeTxHash: hash(1) }
    expect(subjectDigest('stage', input)).not.toBe(subjectDigest('execute', input))
  })
})

describe('signature hash', () => {
  it('is keccak256 of owner and signature, and binds both', () => {
    const signature = `0x${'ab'.repeat(65)}` as const
    expect(signatureHash(PAYEE, signature)).toBe(keccak256(concat([PAYEE, signature])))
    expect(signatureHash(SAFE, signature)).not.toBe(signatureHash(PAYEE, signature))
  })
})
