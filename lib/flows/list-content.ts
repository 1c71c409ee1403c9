import 'server-only'
import type { intelligenceList, listChange, listLook, listSnapshot } from '@/db/schema/lists'
import type { Json } from '@/lib/core/canonical'
import { type Named, named } from '@/lib/flows/content'

/** What a leaf names of a list. */
export const intelligenceListObject = (row: typeof intelligenceList.$inferSelect): Named =>
  named('intelligence-list', row.id, 1, {
    ...{ name: row.name, source: row.source, format: row.format, maxAgeHours: row.maxAgeHours },
  })

/** What a leaf names of one import: the very text and the very addresses, by their hashes. */
export const listSnapshotObject = (row: typeof listSnapshot.$inferSelect): Named =>
  named('list-snapshot', `${row.listId}/${row.number}`, 1, {
    ...{ sha256: row.sha256, entries: row.entries, skipped: row.skipped, added: row.added, removed: row.removed },
    ...(row.expired === 0 ? {} : { expired: row.expired }),
    // Left out where there is none, so that what was logged before keeps its hash.
    ...(row.addresses === null ? {} : { addresses: row.addresses }),
    ...{ memberId: row.memberId, at: row.at.toISOString(), proof: row.proof as Json, challenge: row.challenge },
  })

/** What a leaf names of a change of how a list is kept. */
export const listChangeObject = (row: typeof listChange.$inferSelect): Named =>
  named('list-change', `${row.listId}/${row.number}`, 1, {
    ...{ maxAgeHours: row.maxAgeHours, url: row.url, isRetired: row.isRetired, reason: row.reason },
    ...{ memberId: row.memberId, at: row.at.toISOString(), proof: row.proof as Json, challenge: row.challenge },
  })

/** What a leaf names of one look at a list. */
export const listLookObject = (row: typeof listLook.$inferSelect): Named =>
  named('list-look', `${row.listId}/${row.number}`, 1, {
    ...{ changeNumber: row.changeNumber, url: row.url, outcome: row.outcome, reason: row.reason },
    ...{ snapshotNumber: row.snapshotNumber, at: row.at.toISOString(), seal: row.seal },
  })
