import type { Digest } from '@/lib/core/digest'
import { isSignedBy, logOrigin } from '@/lib/audit/checkpoint'
import { personalDigest, readLeaf } from '@/lib/audit/leaf'
import { appendLeaf, EMPTY_FRONTIER, rootOf } from '@/lib/audit/merkle'
import type { Checkpoint, Leaf, LogExport, PersonalValue } from '@/lib/audit/types'

export type LogVerdict =
  { ok: true; leaves: number; checkpoints: number } | { ok: false; seq: number; sentence: string }

/**
 * Checks a log export with nothing but the export (SPEC §8): every leaf canonical and in place, every checkpoint signed
 * and its root recomputed, personal values matching their commitments, no event beyond the last checkpoint.
 * @param trustedKey base64 public key known from elsewhere; without it the file only proves that it agrees with itself
 * @returns on failure the first event that cannot be trusted
 */
export function verifyLog(log: LogExport, trustedKey: string = log.publicKey): LogVerdict {
  if (trustedKey !== log.publicKey) return bad(0, 'The log names another public key than the one you trust.')
  const checkpoints = log.checkpoints.toSorted((one, other) => one.size - other.size)
  const recorded = log.proofs?.leafHashes
  const personal = bySeq(log.personal ?? [])
  let frontier = EMPTY_FRONTIER
  let provenSize = 0
  let next = 0

  for (;;) {
    for (let due = checkpoints[next]; due?.size === frontier.size; due = checkpoints[++next]) {
      const sentence = checkpointFault(due, log) ?? rootFault(due, rootOf(frontier), provenSize)
      if (sentence !== null) return bad(Math.min(provenSize, Math.max(due.size - 1, 0)), sentence)
      provenSize = due.size
    }
    const seq = frontier.size
    const json = log.leaves[seq]
    if (json === undefined) break
    const read = readLeaf(json)
    if (read === null) return bad(seq, `Event ${seq} is not an unaltered log entry.`)
    if (read.leaf.seq !== seq) return bad(seq, `Event ${seq} is missing: event ${read.leaf.seq} stands in its place.`)
    if (recorded !== undefined && recorded[seq] !== read.hash)
      return bad(seq, `Event ${seq} was changed: its content does not have the hash recorded for it.`)
    const sentence = personalFault(read.leaf, personal.get(seq) ?? [])
    if (sentence !== null) return bad(seq, sentence)
    frontier = appendLeaf(frontier, read.hash)
  }
  return endFault(log, checkpoints[next], provenSize) ?? { ok: true, leaves: frontier.size, checkpoints: next }
}

/** Why a checkpoint cannot be believed under this key, or null. Shared with the verifier of evidence packs. */
export function checkpointFault(
  checkpoint: Checkpoint,
  { installation, publicKey }: { installation: string; publicKey: string },
): string | null {
  if (checkpoint.origin !== logOrigin(installation))
    return `The checkpoint over ${events(0, checkpoint.size)} belongs to another log.`
  if (!isSignedBy(checkpoint, publicKey))
    return `The checkpoint over ${events(0, checkpoint.size)} is not signed with the key of this log.`
  return null
}

/** Why the personal values shown for a leaf are not the ones it commits to, or null. None shown (erased) is no fault. */
export function personalFault(leaf: Leaf, shown: readonly PersonalValue[]): string | null {
  const isKept = shown.every(({ salt, json }) => personalDigest(salt, json) === leaf.personal)
  return isKept ? null : `The personal values shown for event ${leaf.seq} are not the ones that were logged.`
}

function rootFault(checkpoint: Checkpoint, root: Digest, provenSize: number): string | null {
  if (checkpoint.root === root) return null
  if (provenSize >= checkpoint.size) return `Two checkpoints over ${events(0, checkpoint.size)} contradict each other.`
  return `Something among ${events(provenSize, checkpoint.size)} was changed: the signed checkpoint has another root.`
}

function endFault(log: LogExport, unmet: Checkpoint | undefined, provenSize: number): LogVerdict | null {
  const size = log.leaves.length
  if (unmet !== undefined) {
    const sentence = checkpointFault(unmet, log)
    if (sentence !== null) return bad(provenSize, sentence)
    return bad(size, `Event ${size} is missing: a signed checkpoint covers ${events(0, unmet.size)}.`)
  }
  if ((log.proofs?.leafHashes.length ?? size) > size)
    return bad(size, `Event ${size} is missing: its hash is recorded.`)
  if (log.personal?.some(({ seq }) => seq >= size)) return bad(size, `Event ${size} is missing: its values are shown.`)
  if (log.checkpoints.length === 0) return bad(0, 'The export has no checkpoint, so nothing in it is proven.')
  if (provenSize < size) return bad(provenSize, `Event ${provenSize} is covered by no signed checkpoint.`)
  return null
}

function bySeq(values: readonly PersonalValue[]): Map<number, PersonalValue[]> {
  const grouped = new Map<number, PersonalValue[]>()
  for (const value of values) {
    const group = grouped.get(value.seq)
    if (group === undefined) grouped.set(value.seq, [value])
    else group.push(value)
  }
  return grouped
}

function events(from: number, end: number): string {
  if (end === 0) return 'no events'
  return end - from === 1 ? `event ${from}` : `events ${from} to ${end - 1}`
}

const bad = (seq: number, sentence: string): LogVerdict & { ok: false } => ({ ok: false, seq, sentence })
