import 'server-only'
import type { Address } from 'viem'
import { z } from 'zod'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { slug } from '@/lib/flows/proposals/shapes'
import { checkVerification, proveVerification, verificationSchema } from '@/lib/flows/proposals/verification'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

const body = z.strictObject({ entryId: slug, verification: verificationSchema })

/**
 * How an entry that is in the book already was verified. It changes no entry: what two people confirmed with a passkey is
 * read from their proposal itself.
 */
export const verifyContact = defineKind({
  id: 'verify-contact',
  body,
  check: ({ entryId, verification }, rows, now) => {
    entryNamed(rows, entryId)
    checkVerification(verification, 'verification', now)
  },
  ask: async (io, { entryId, verification }, rows, db) => {
    const { chainId, address, name } = entryNamed(rows, entryId)
    const entry = { chainId, address: address as Address, name }
    await proveVerification({ io, db, rows }, entry, verification, 'verification')
  },
  apply: () => Promise.resolve([]),
  admits: () => false,
})

function entryNamed({ bookEntries }: RegisteredRows, entryId: string): RegisteredRows['bookEntries'][number] {
  const found = bookEntries.find(({ id, status }) => id === entryId && status === 'active')
  if (!found) throw refused('entryId', `There is no entry ${entryId} in the address book, or it has ended.`)
  return found
}
