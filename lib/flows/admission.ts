import 'server-only'
import type { AuditObject, Leaf } from '@/lib/audit/types'
import type { Digest } from '@/lib/core/digest'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

/** What the log says of the registry. */
export type AdmittedRegistry = {
  /** By object, the content hash that counts now. */
  readonly current: ReadonlyMap<string, string>
  /** By object and version, every content hash that ever counted. */
  readonly versions: ReadonlyMap<string, string>
  /** By credential id, the event that retired it. */
  readonly retiredAt: ReadonlyMap<string, number>
}

/** What is known where an event stands: the registry as the events before it left it. */
export type Known = {
  /** The rows as they are now; each is believed only as far as `isCurrent` says so. */
  readonly rows: RegisteredRows
  /** Whether the log so far gives this object exactly this content. */
  readonly isCurrent: (object: AuditObject) => boolean
  /** The version that counts of an object; null where the log so far does not know it. */
  readonly versionOf: (object: Pick<AuditObject, 'type' | 'id'>) => number | null
  /** Whether the log so far knows the object at all. */
  readonly isKnown: (object: Pick<AuditObject, 'type' | 'id'>) => boolean
  readonly retiredAt: ReadonlyMap<string, number>
  /** Root of the first `size` events; null where no checkpoint covers them. */
  readonly rootAt: (size: number) => Digest | null
}

/**
 * May this event give a registered object content? True only with a proof that the event carries: its row, whose hash is
 * in the leaf, holds a passkey's or a code's answer, and that answer is checked again.
 */
export type Admission = (leaf: Leaf, known: Known) => Promise<boolean>
