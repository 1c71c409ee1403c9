import 'server-only'
import type { intelligenceList, listSnapshot } from '@/db/schema/lists'
import type { Json } from '@/lib/core/canonical'
import { type Named, named } from '@/lib/flows/content'

/** What a leaf names of a list. */
export const intelligenceListObject = (row: typeof intelligenceList.$inferSelect): Named =>
  named('intelligence-list', row.id, 1, {
    ...{ name: row.name, source: row.source, format: row.format, maxAgeHours: row.maxAgeHours },
  })

/** What a leaf names of one import: the very text, by its hash. */
export const listSnapshotObject = (row: typeof listSnapshot.$inferSelect): Named =>
  named('list-snapshot', `${row.listId}/${row.number}`, 1, {
    ...{ sha256: row.sha256, entries: row.entries, skipped: row.skipped, added: row.added, removed: row.removed },
    ...{ memberId: row.memberId, at: row.at.toISOString(), proof: row.proof as Json, challenge: row.challenge },
  })
