import type { Address, Hash } from 'viem'
import { intentRecord } from '@/lib/approve/evidence-intent'
import type { Acknowledgement, ApprovalSubject, StepUpAction } from '@/lib/approve/types'
import type { Json } from '@/lib/core/canonical'
import { contentDigest, type Digest } from '@/lib/core/digest'
import type { FreezeScope } from '@/lib/policy/freeze'
import type { Intent, SafeRef, WithdrawalClass } from '@/lib/stage/types'

export type StageSubject = {
  readonly class: WithdrawalClass
  readonly safe: SafeRef
  readonly intent: Intent | null
  /** Of a cancel, whose one meaning is this nonce; what else is staged takes the one the server gives. */
  readonly nonce: bigint | null
}

export type ExecuteSubject = {
  readonly safeTxHash: Hash
  readonly evidenceDigest: Digest
  /** Address of the wallet that submits. */
  readonly executor: Address
}

export type ReleaseSubject = {
  readonly safeTxHash: Hash
  readonly evidenceDigest: Digest
  readonly note: string
}

export type UnfreezeSubject = {
  readonly freezeId: string
  readonly scope: FreezeScope
  readonly reason: string
}

/**
 * Subject of a step-up: the hash of the action's canonical input (SPEC §5). The action is part of what is hashed, so that
 * no two actions ever share a subject.
 * @param input addresses and hashes in any spelling the caller keeps to; the typed forms below lower them
 */
export function subjectDigest(action: StepUpAction, input: Json): Digest {
  return contentDigest({ v: `countersign/subject/${action}/1`, input })
}

/** What an approver binds. Acknowledgements are a set: their order does not matter, their reasons do. */
export function approvalSubject(subject: ApprovalSubject): Digest {
  return subjectDigest('approve', {
    safeTxHash: subject.safeTxHash.toLowerCase(),
    evidenceDigest: subject.evidenceDigest.toLowerCase(),
    acknowledged: subject.acknowledged.map(acknowledgementRecord).sort(byText),
    signatureHash: subject.signatureHash.toLowerCase(),
    ...(subject.verdictLine === undefined ? {} : { verdictLine: subject.verdictLine }),
  })
}

/**
 * What an initiator binds when staging: class, Safe and intent. The nonce, and so the hash, is the server's to give, except
 * of a cancel.
 */
export function stageSubject({ class: kind, safe, intent, nonce }: StageSubject): Digest {
  if (kind === 'cancel' && nonce === null) throw new Error('a cancel is of a nonce')
  return subjectDigest('stage', {
    class: kind,
    chainId: safe.chainId,
    safe: safe.address.toLowerCase(),
    safeVersion: safe.version,
    intent: intentRecord(intent),
    ...(kind === 'cancel' && nonce !== null ? { nonce: nonce.toString() } : {}),
  })
}

/** What an executor binds before the hand-over: this transaction, this evidence, this wallet. */
export function executeSubject({ safeTxHash, evidenceDigest, executor }: ExecuteSubject): Digest {
  return subjectDigest('execute', {
    safeTxHash: safeTxHash.toLowerCase(),
    evidenceDigest: evidenceDigest.toLowerCase(),
    executor: executor.toLowerCase(),
  })
}

/** What compliance binds when it lets a held withdrawal go on: this transaction, what the review says now, and why. */
export function releaseSubject({ safeTxHash, evidenceDigest, note }: ReleaseSubject): Digest {
  return subjectDigest('release', {
    safeTxHash: safeTxHash.toLowerCase(),
    evidenceDigest: evidenceDigest.toLowerCase(),
    note,
  })
}

/** What somebody binds who consents to end a freeze: this freeze, what it stops, and why it may end. */
export function unfreezeSubject({ freezeId, scope, reason }: UnfreezeSubject): Digest {
  return subjectDigest('unfreeze', { freezeId, kind: scope.kind, id: scope.id, reason })
}

const acknowledgementRecord = ({ code, path, reason }: Acknowledgement) => ({ code, path, reason })

type Acknowledged = ReturnType<typeof acknowledgementRecord>

// By code units, never by locale: every party must sort alike.
function byText(a: Acknowledged, b: Acknowledged): number {
  const [x, y] = [JSON.stringify([a.code, a.path, a.reason]), JSON.stringify([b.code, b.path, b.reason])]
  return x < y ? -1 : x > y ? 1 : 0
}
