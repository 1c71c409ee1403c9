import { logOrigin, logPublicKey, signCheckpoint } from '@/lib/audit/checkpoint'
import { buildLeaf, personalDigest, type BuiltLeaf } from '@/lib/audit/leaf'
import { buildLogExport } from '@/lib/audit/log-export'
import { merkleRoot } from '@/lib/audit/merkle'
import type { AuditEvent, Checkpoint, LogExport, PersonalValue } from '@/lib/audit/types'
import { contentDigest, sha256Hex } from '@/lib/core/digest'

// A small log for tests of the audit room and of its verifier.
export const sampleKey = new Uint8Array(32).fill(7)
const at = '2025-01-02T03:04:05.678Z'

export const samplePersonal = (seq: number): PersonalValue => ({
  seq,
  salt: sha256Hex(`salt ${seq}`),
  json: `{"name":"Member ${seq}"}`,
})

export function sampleEvent(seq: number): AuditEvent {
  const { salt, json } = samplePersonal(seq)
  return {
    at,
    actor: { kind: 'member', id: 'm1' },
    action: 'stage',
    subject: '',
    object: { type: 'withdrawal', id: `w${seq}`, version: 1, contentHash: contentDigest({ amount: String(seq) }) },
    outcome: 'done',
    reason: '',
    personal: personalDigest(salt, json),
  }
}

export function sampleCheckpoint(leaves: readonly BuiltLeaf[], size: number, key = sampleKey, installation = 'acme') {
  const root = merkleRoot(leaves.slice(0, size).map(({ hash }) => hash))
  return signCheckpoint({ origin: logOrigin(installation), size, root, at }, key)
}

export function sampleLeaves(count: number, event: (seq: number) => AuditEvent = sampleEvent): BuiltLeaf[] {
  return Array.from({ length: count }, (_, seq) => buildLeaf(event(seq), seq))
}

/** Ten events with checkpoints over 0, 4, 7 and all ten of them. */
export function sampleLog(leaves: readonly BuiltLeaf[] = sampleLeaves(10)): LogExport {
  const checkpoints: Checkpoint[] = [0, 4, 7, 10].map((size) => sampleCheckpoint(leaves, size))
  const personal = [samplePersonal(2), samplePersonal(8)]
  return buildLogExport({ installation: 'acme', publicKey: logPublicKey(sampleKey), leaves, checkpoints, personal })
}
