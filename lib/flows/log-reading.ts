import 'server-only'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { StoredLeaf } from '@/db/queries/log'
import { readLeaf } from '@/lib/audit/leaf'
import { hashLeaf } from '@/lib/audit/merkle'
import type { Digest } from '@/lib/core/digest'

/** What is kept of a log that was read: each event's hash, and where it speaks of what. No column is believed. */
export type LogReading = {
  readonly hashes: readonly Digest[]
  /** Object type → object id → seqs, ascending, by the events' own text. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>
  /** Roots that were computed already, by size; they follow from the hashes. */
  readonly roots: Map<number, Digest>
}

export const NOTHING_READ: LogReading = { hashes: [], places: new Map(), roots: new Map() }

/** The reading with one more page; null when the page does not continue it or holds what is no event. */
export function extendReading(reading: LogReading, page: readonly StoredLeaf[]): LogReading | null {
  const hashes = [...reading.hashes]
  const places = new Map([...reading.places].map(([type, objects]) => [type, new Map(objects)]))
  for (const { seq, json } of page) {
    const read = readLeaf(json)
    if (read === null || seq !== hashes.length || read.leaf.seq !== seq) return null
    hashes.push(hashLeaf(utf8ToBytes(json)))
    const { type, id } = read.leaf.object
    const objects = places.get(type) ?? new Map<string, readonly number[]>()
    places.set(type, objects.set(id, [...(objects.get(id) ?? []), seq]))
  }
  return { hashes, places, roots: new Map(reading.roots) }
}
