import type { Address } from 'viem'
import type { Contact } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { contactName, type KnownName } from '../review/known-name'

/** Who an address is, or null when nobody here named it. */
export type Naming = (address: Address) => KnownName | null

/** Names from the book first, then the desk's own Safes. */
export function namingOf(
  contacts: readonly Contact[],
  safes: readonly { readonly address: Address; readonly name: string }[],
): Naming {
  return (address) => {
    const contact = contacts.find((one) => isSameAddress(one.address, address))
    if (contact) return contactName(contact)
    const own = safes.find((one) => isSameAddress(one.address, address))
    return own ? { name: own.name, provenance: 'own', source: 'own Safe' } : null
  }
}
