import type { Digest } from '@/lib/core/digest'
import type { Checkpoint, LogExport, PersonalValue } from '@/lib/audit/types'

export type LogSources = {
  installation: string
  publicKey: string
  /** Text and hash of every leaf from 0 on. */
  leaves: readonly { json: string; hash: Digest }[]
  checkpoints: readonly Checkpoint[]
  personal?: readonly PersonalValue[]
}

/**
 * A log export that verifies: cut at the last checkpoint, because later events are not proven yet, and with one
 * checkpoint per size, because repeated ones add nothing.
 */
export function buildLogExport(sources: LogSources): LogExport {
  const checkpoints = [...new Map(sources.checkpoints.map((checkpoint) => [checkpoint.size, checkpoint])).values()]
  const size = Math.max(0, ...checkpoints.map((checkpoint) => checkpoint.size))
  const leaves = sources.leaves.slice(0, size)
  return {
    format: 'countersign-log/1',
    installation: sources.installation,
    publicKey: sources.publicKey,
    leaves: leaves.map(({ json }) => json),
    ...(sources.personal && { personal: sources.personal.filter(({ seq }) => seq < size) }),
    checkpoints,
    proofs: { leafHashes: leaves.map(({ hash }) => hash) },
  }
}
