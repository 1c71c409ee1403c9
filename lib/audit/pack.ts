import { contentDigest, type Digest } from '@/lib/core/digest'
import { inclusionProofs } from '@/lib/audit/merkle'
import { readLeaf } from '@/lib/audit/leaf'
import type { AuditObject, Checkpoint, EvidencePack, PersonalValue } from '@/lib/audit/types'

export type PackSources = {
  installation: string
  publicKey: string
  /** Content of each object, keyed by `sectionKey`; its `contentDigest` is the contentHash in the leaf. */
  withdrawal: EvidencePack['withdrawal']
  /** Exact texts of the withdrawal's leaves, ascending, all below `checkpoint.size`. */
  leaves: readonly string[]
  /** Leaf hashes of the whole log up to `checkpoint.size`. */
  leafHashes: readonly Digest[]
  checkpoint: Checkpoint
  personal?: readonly PersonalValue[]
}

/** Where a pack keeps the content of a logged object: `type/id/version`. */
export function sectionKey({ type, id, version }: Pick<AuditObject, 'type' | 'id' | 'version'>): string {
  return `${type}/${id}/${version}`
}

/**
 * Puts an evidence pack together: manifest digests and audit paths are computed here.
 * @throws RangeError when a leaf is unreadable or lies beyond the checkpoint
 */
export function buildPack({ leaves, leafHashes, ...sources }: PackSources): EvidencePack {
  const seqs = leaves.map((json) => {
    const read = readLeaf(json)
    if (read === null) throw new RangeError('a stored leaf is not canonical')
    return read.leaf.seq
  })
  const proofs = inclusionProofs(leafHashes.slice(0, sources.checkpoint.size), seqs)
  return {
    format: 'countersign-evidence/1',
    ...sources,
    leaves: leaves.map((json, place) => ({ json, proof: proofs[place] ?? [] })),
    manifest: Object.entries(sources.withdrawal).map(([section, content]) => ({
      section,
      digest: contentDigest(content),
    })),
  }
}
