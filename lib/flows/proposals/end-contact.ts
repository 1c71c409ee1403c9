import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { bookEntry } from '@/db/schema/registry'
import { contactEnd } from '@/db/schema/proposal'
import { bookEntryObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { slug } from '@/lib/flows/proposals/shapes'

const body = z.strictObject({ entryId: slug })

/** An entry of the address book that counts no more. It stays in the book, and its name and address stay taken. */
export const endContact = defineKind({
  id: 'end-contact',
  body,
  check: ({ entryId }, rows) => {
    const entry = rows.bookEntries.find(({ id }) => id === entryId)
    if (!entry) throw refused('entryId', `There is no entry ${entryId}.`)
    if (entry.status !== 'active') throw refused('entryId', `${entry.name} has ended already.`)
  },
  apply: async (tx, { entryId }, { proposalId }) => {
    await tx.insert(contactEnd).values({ entryId, proposalId })
    const [row] = await tx.select().from(bookEntry).where(eq(bookEntry.id, entryId))
    if (!row) throw new Error('an entry is never deleted')
    return [bookEntryObject(row)]
  },
  admits: (object, { entryId }, { known }) => {
    const row = known.rows.bookEntries.find(({ id }) => id === entryId)
    if (!row || object.type !== 'book-entry' || object.id !== entryId || known.versionOf(object) !== object.version - 1)
      return false
    return isSameContent(bookEntryObject({ ...row, status: 'retired' }), object) && row.version === object.version
  },
})
