import 'server-only'
import { z } from 'zod'
import { bookEntry } from '@/db/schema/registry'
import { resemblance } from '@/lib/assess/resemblance'
import { isSameAddress } from '@/lib/core/address'
import { bookEntryObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { exactAddress, plainWords, registeredChain, slug } from '@/lib/flows/proposals/shapes'
import { checkVerification, proveVerification, verificationSchema } from '@/lib/flows/proposals/verification'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

/** What a contact is: words for people; policies do not read them. */
export const CONTACT_CLASSES = ['own-safe', 'own-wallet', 'exchange', 'counterparty', 'protocol'] as const

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
type Contact = z.output<typeof contact>

/** Entries of the address book. Payments to them need no hold once they cooled off (SPEC §7). */
export const addContacts = defineKind({
  id: 'add-contacts',
  body,
  check: ({ contacts }, rows, now) => {
    contacts.forEach((one, place) => {
      const problem = problemOf(one, contacts.slice(0, place), rows)
      if (problem) throw refused(`contacts.${place}.${problem.field}`, problem.message)
      if (one.verification) checkVerification(one.verification, `contacts.${place}.verification`, now)
    })
  },
  ask: async (io, { contacts }, rows, db) => {
    for (const [place, { verification, ...entry }] of contacts.entries())
      if (verification) await proveVerification({ io, db, rows }, entry, verification, `contacts.${place}.verification`)
  },
  apply: async (tx, { contacts }, { at, installed }) => {
    const activeFrom = new Date(at.getTime() + installed.bookCoolingSeconds * 1000)
    const rows = await tx
      .insert(bookEntry)
      .values(
        contacts.map(({ verification: _said, ...one }) => ({ ...one, status: 'active', activeFrom, createdAt: at })),
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
    const isCooled = row.activeFrom.getTime() >= agreedAt + installed.bookCoolingSeconds * 1000
    return object.type === 'book-entry' && isCooled && isSameContent(bookEntryObject(entry), object)
  },
})

type Problem = { readonly field: keyof Contact; readonly message: string }

/** What is wrong with one entry beside those of the book and those before it, or null. */
function problemOf(one: Contact, before: readonly Contact[], rows: RegisteredRows): Problem | null {
  const others = [...rows.bookEntries, ...before]
  const same = others.find(({ id }) => id === one.id)
  if (same) return { field: 'id', message: `The id ${one.id} is taken by ${same.name}.` }
  const namesake = others.find(({ name }) => name.toLowerCase() === one.name.toLowerCase())
  if (namesake) return { field: 'name', message: `Another entry is called ${one.name}; names are unique.` }
  const here = others.filter(({ chainId }) => chainId === one.chainId)
  const twin = here.find(({ address }) => isSameAddress(address, one.address))
  if (twin) return { field: 'address', message: `${one.address} is in the book already, as ${twin.name}.` }
  const alike = [...here, ...rows.safes, ...rows.assets.filter(({ address }) => address !== 'native')].find(
    ({ address }) => resemblance(one.address, address) !== null,
  )
  if (alike) {
    const name = 'name' in alike ? alike.name : alike.symbol
    return {
      field: 'address',
      message: `${one.address} looks like ${name} at ${alike.address} and is another address. That is how poisoned addresses look; compare every digit with its owner.`,
    }
  }
  return null
}
