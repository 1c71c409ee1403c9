import type { Address } from 'viem'
import type { Assessment } from '@/lib/assess/review'
import type { Contact } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { CallNode } from '@/lib/decode/types'
import { verificationWords } from '../proposals/verification-words'
import type { Provenance } from '../ui/provenance-mark'
import { utcMinute } from './times'

/** Who an address is as far as the desk knows, and how it knows. */
export type KnownName = { readonly name?: string; readonly provenance: Provenance; readonly source: string }

export type NamingContext = {
  readonly assessment: Pick<Assessment, 'staged' | 'safe' | 'call'>
  readonly contacts: readonly Contact[]
  readonly safeName: string
}

/** Names one address. A name from the book is given only where its entry stands; nothing else lends one. */
export function knownName(address: Address, { assessment, contacts, safeName }: NamingContext): KnownName {
  if (isSameAddress(address, assessment.staged.safe.address))
    return { name: safeName, provenance: 'own', source: ownSafeWords(assessment) }
  const contact = contacts.find((one) => isSameAddress(one.address, address))
  if (contact) return contactName(contact)
  const called = findCalled(assessment.call, address)
  if (called && called.targetName !== '' && called.provenance === 'verified')
    return { name: called.targetName, provenance: 'official', source: 'official deployment' }
  if (called && called.targetName !== '' && called.provenance === 'standard')
    return { name: called.targetName, provenance: 'official', source: 'registered asset' }
  if (called && called.targetName !== '' && called.provenance === 'registered')
    return { name: called.targetName, provenance: 'book', source: 'registered contract' }
  return { provenance: 'unknown', source: 'not in the address book' }
}

/** The name alone, or the whole address where there is none. */
export function nameOrAddress(address: Address, context: NamingContext): string {
  return knownName(address, context).name ?? address
}

export function contactName(contact: Contact): KnownName {
  const told =
    contact.verification === undefined
      ? '; nobody recorded how it was verified'
      : `; ${verificationWords(contact.verification)}`
  if (contact.isActive) return { name: contact.name, provenance: 'book', source: `address book${told}` }
  const source =
    contact.coolingUntil === null
      ? 'address book, not active'
      : `address book, cooling until ${utcMinute(new Date(contact.coolingUntil))}`
  return { name: contact.name, provenance: 'cooling', source: `${source}${told}` }
}

function ownSafeWords({ staged, safe }: NamingContext['assessment']): string {
  const owners = safe === null ? '' : `, ${safe.threshold} of ${safe.owners.length}`
  return `own Safe ${staged.safe.version}${owners}`
}

function findCalled(call: CallNode, address: Address): CallNode | null {
  if (isSameAddress(call.target, address)) return call
  for (const child of call.children) {
    const found = findCalled(child, address)
    if (found) return found
  }
  return null
}
