import type { Address } from 'viem'
import { parseAddress } from '@/lib/core/address'
import { DraftFault } from './use-proposal'

/**
 * An address as typed or pasted, with a chain's prefix or without, in the one spelling that is bound.
 * @throws DraftFault at the field
 */
export function exactAddress(typed: string, field: string): Address {
  const parsed = parseAddress(typed, /^\s*([a-z0-9]{1,16}):/.exec(typed)?.[1] ?? '')
  if (!parsed.ok) throw new DraftFault(field, parsed.message)
  return parsed.address
}
