import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'

export type AuditActor = { kind: 'member' | 'system' | 'anonymous' | 'bootstrap'; id?: string }

/** What an event is about: one version of one stored thing, named by the hash of its content. */
export type AuditObject = { type: string; id: string; version: number; contentHash: Digest }

/** What a flow writes in its own transaction; the sequencer turns it into a leaf. Holds no personal values. */
export type AuditEvent = {
  /** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` prints it. */
  at: string
  actor: AuditActor
  /** The verb of the flow. */
  action: string
  /** Subject of the step-up that allowed it, or ''. */
  subject: string
  object: AuditObject
  outcome: 'done' | 'refused'
  reason: string
  /** Commitment to the personal values kept beside the leaf (`personalDigest`), null when there are none. */
  personal: Digest | null
}

/** One event with its place in the log. Its canonical JSON is the text that is hashed, stored and exported. */
export type Leaf = AuditEvent & { v: 1; seq: number }

/** The log's signed promise: at `size` events the root was this. */
export type Checkpoint = {
  origin: string
  size: number
  root: Digest
  at: string
  /** Base64 of the 64-byte Ed25519 signature over the checkpoint text. */
  signature: string
  /** 8 hex digits that name origin and public key together (C2SP signed-note). */
  keyId: string
}

/** Personal values of one event: their exact canonical JSON and the salt (32 bytes) of the commitment in the leaf. */
export type PersonalValue = { seq: number; salt: Digest; json: string }

export type LogExport = {
  format: 'countersign-log/1'
  installation: string
  /** Base64 of the 32-byte Ed25519 public key of the log. */
  publicKey: string
  /** Exact canonical JSON of every leaf from 0 on. */
  leaves: readonly string[]
  personal?: readonly PersonalValue[]
  checkpoints: readonly Checkpoint[]
  /** With the recorded leaf hashes a changed event is named exactly; without, only down to its checkpoint. */
  proofs?: { leafHashes: readonly Digest[] }
}

/** One leaf as exact text and its audit path (RFC 6962 §2.1.1) to the pack's checkpoint. */
export type ProvenLeaf = { json: string; proof: readonly Digest[] }

export type ManifestEntry = { section: string; digest: Digest }

/**
 * The evidence of one withdrawal. Each section is the content of one logged object and its key is `sectionKey(object)`;
 * nothing is carried that no event names. Never holds an owner signature before hand-over (SPEC §3).
 */
export type EvidencePack = {
  format: 'countersign-evidence/1'
  installation: string
  publicKey: string
  withdrawal: { readonly [section: string]: Json }
  /** In ascending order of seq. */
  leaves: readonly ProvenLeaf[]
  personal?: readonly PersonalValue[]
  checkpoint: Checkpoint
  manifest: readonly ManifestEntry[]
}

/** The first event that cannot be trusted (null when the fault belongs to no event) and what is wrong with it. */
export type BadEvent = { ok: false; seq: number | null; sentence: string }
