import 'server-only'
import type { Hex } from 'viem'
import { hashMessage, hexToNumber, size, slice } from 'viem/utils'
import { type ContactStatement, contactStatement } from '@/lib/approve/contact-statement'
import { isSameAddress } from '@/lib/core/address'
import { recoverAddress } from '@/lib/execute/recover-address'

/**
 * Whether the key of an address itself signed its statement (EIP-191). Pure, and asked again wherever it is told: what no key
 * signed rests on the word of a contract, and on that of the nodes that ran it.
 */
export function isSignedByKey(statement: ContactStatement, signature: Hex): boolean {
  if (size(signature) !== 65) return false
  const last = hexToNumber(slice(signature, 64))
  // Some wallets write the parity itself.
  const v = last < 2 ? last + 27 : last
  if (v !== 27 && v !== 28) return false
  const readable = `${slice(signature, 0, 64)}${v.toString(16)}` as Hex
  try {
    return isSameAddress(recoverAddress(hashMessage(contactStatement(statement)), readable), statement.address)
  } catch {
    return false // bytes that no key signs; they may be a contract's
  }
}
