import 'server-only'
import type { withdrawalComment } from '@/db/schema/comment'
import { type Named, named } from '@/lib/flows/content'

/** The withdrawal is part of the id, as with a hold; the words are kept beside the log. */
export const commentObject = (row: typeof withdrawalComment.$inferSelect): Named =>
  named('comment', `${row.withdrawalId}/${row.id}`, 1, {
    memberId: row.memberId,
    asksInitiator: row.asksInitiator,
    at: row.at.toISOString(),
  })
