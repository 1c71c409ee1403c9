import 'server-only'
import { z } from 'zod'
import { bookEntry } from '@/db/schema/registry'
import { CONTACT_CLASSES, coolOffSeconds } from '@/lib/assess/contact-classes'
import { AppError, type FieldProblem } from '@/lib/core/errors'
import { readContactPast } from '@/lib/flows/contact-past'
import { bookEntryObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { contactProblems, pastProblems } from '@/lib/flows/proposals/contact-problems'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refusedAll } from '@/lib/flows/proposals/refused'
import { exactAddress, plainWords, registeredChain, slug } from '@/lib/flows/proposals/shapes'
import { checkVerification, proveVerification, verificationSchema } from '@/lib/flows/proposals/verification'

const contact = z.strictObject({
  id: slug,
  chainId: registeredChain,
  address: exactAddress,
  name: plainWords(80),
  class: z.enum(CONTACT_CLASSES),
  /** Left out, the entry is shown as one that nobody said more of. */
  verification: verificationSchema.optional(),
})
const body = z.strictObject({ contacts: z.array(contact).min(1).max(500) })

/** Entries of the address book. Payments to them need no hold once they cooled off, each as long as its class does (SPEC §7). */
export const addContacts = defineKind({
  id: 'add-contacts',
  body,
  isAskedAnyway: true,
  check: ({ contacts }, rows, now) => {
    const problems = [...contactProblems(contacts, rows)]
    for (const [place, { verification }] of contacts.entries())
      if (verification)
        problems.push(...problemsIn(() => checkVerification(verification, `contacts.${place}.verification`, now)))
    if (problems.length > 0) throw refusedAll(problems)
  },
  ask: async (io, { contacts }, rows, db) => {
    const addresses = contacts.map(({ address }) => address)
    const past = await readContactPast(db, rows, addresses, io.clock.now())
    const problems = [...pastProblems(contacts, past)]
    for (const [place, { verification, ...entry }] of contacts.entries())
      if (verification)
        try {
          await proveVerification({ io, db, rows }, entry, verification, `contacts.${place}.verification`)
        } catch (error) {
          problems.push(...problemsOf(error))
        }
    if (problems.length > 0) throw refusedAll(problems)
  },
  apply: async (tx, { contacts }, { at, installed }) => {
    const rows = await tx
      .insert(bookEntry)
      .values(
        contacts.map(({ verification: _said, ...one }) => {
          const activeFrom = new Date(at.getTime() + coolOffSeconds(one.class, installed.bookCoolingSeconds) * 1000)
          return { ...one, status: 'active', activeFrom, createdAt: at }
        }),
      )
      .returning()
    return rows.map(bookEntryObject)
  },
  admits: (object, { contacts }, { known, agreedAt }) => {
    const row = known.rows.bookEntries.find(({ id }) => id === object.id)
    const asked = contacts.find(({ id }) => id === object.id)
    const [installed] = known.rows.installations
    if (!row || !asked || !installed || known.isKnown(object)) return false
    const version = { version: 1, createdAt: new Date(0) }
    const entry = { ...asked, ...version, status: 'active', activeFrom: row.activeFrom }
    // By the class that was agreed to, never by the row's. Entries from when every class cooled alike cooled longer.
    const seconds = coolOffSeconds(asked.class, installed.bookCoolingSeconds)
    const isCooled = row.activeFrom.getTime() >= agreedAt + seconds * 1000
    return object.type === 'book-entry' && isCooled && isSameContent(bookEntryObject(entry), object)
  },
})

function problemsIn(check: () => void): readonly FieldProblem[] {
  try {
    check()
    return []
  } catch (error) {
    return problemsOf(error)
  }
}

/** @throws what is no finding about a field, such as a chain that does not answer */
function problemsOf(error: unknown): readonly FieldProblem[] {
  if (error instanceof AppError && error.problems.length > 0) return error.problems
  throw error
}
