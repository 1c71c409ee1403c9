import { subjectDigest } from '@/lib/approve/subjects'
import type { Digest } from '@/lib/core/digest'

export type ImportListSubject = {
  readonly listId: string
  readonly name: string
  readonly source: string
  readonly format: string
  readonly maxAgeHours: number
  /** Of the list's text. */
  readonly sha256: Digest
  /** Of the addresses that were read from it (lib/assess/lists/addresses-digest.ts). */
  readonly addresses: Digest
  /** How many they are. */
  readonly count: number
}

export type ChangeListSubject = {
  readonly listId: string
  /** Which change of this list it is, from 1: an answer to one is no answer to a later one. */
  readonly number: number
  readonly maxAgeHours: number
  readonly url: string | null
  readonly isRetired: boolean
  readonly reason: string
}

/** What somebody binds who imports a list: which one, the very text, and the very addresses that were read from it. */
export function importListSubject(given: ImportListSubject): Digest {
  const { listId, name, source, format, maxAgeHours, sha256, addresses, count } = given
  return subjectDigest('import-list', { listId, name, source, format, maxAgeHours, sha256, addresses, count })
}

/** What an admin binds who changes how a list is kept: all that holds from then on, and why. */
export function changeListSubject(given: ChangeListSubject): Digest {
  const { listId, number, maxAgeHours, url, isRetired, reason } = given
  return subjectDigest('change-list', { listId, number, maxAgeHours, url, isRetired, reason })
}
