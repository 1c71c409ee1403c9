import type { Address } from 'viem'
import { getAddress, isAddress } from 'viem/utils'

export const ZERO_ADDRESS: Address = '0x0000000000000000000000000000000000000000'

/** Start and end of a Safe's linked lists of owners and modules (OwnerManager.sol, ModuleManager.sol). */
export const SENTINEL_ADDRESS: Address = '0x0000000000000000000000000000000000000001'

/** keccak256 of no code: what an account without a contract has (EIP-1052). */
export const NO_CODE_HASH = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'

export type ParsedAddress = { ok: true; address: Address } | { ok: false; message: string }

/**
 * A pasted address, alone or with an EIP-3770 prefix (`eth:0x…`). Mixed case must satisfy EIP-55.
 * @param prefix short name of the chain the address is meant for
 */
export function parseAddress(text: string, prefix: string): ParsedAddress {
  const trimmed = text.trim()
  const colon = trimmed.indexOf(':')
  const given = colon < 0 ? null : trimmed.slice(0, colon)
  const hex = trimmed.slice(colon + 1)
  if (given !== null && given !== prefix)
    return { ok: false, message: `The prefix says ${given}; this withdrawal is on ${prefix}.` }
  if (!/^0x[0-9a-fA-F]{40}$/.test(hex)) return { ok: false, message: 'An address is 0x and 40 hex digits.' }
  const digits = hex.slice(2)
  const isMixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase()
  if (isMixed && !isAddress(hex, { strict: true }))
    return {
      ok: false,
      message: 'Checksum does not match, so at least one character is wrong. Copy it again from its source.',
    }
  return { ok: true, address: getAddress(hex.toLowerCase()) }
}

/** Case-insensitive equality: bytes decide, not spelling. */
export function isSameAddress(a: string, b: string): boolean {
  const last = a.length - 1
  // Most are told apart by their last digit, and nothing is copied for those.
  if (last !== b.length - 1 || (a.charCodeAt(last) | 0x20) !== (b.charCodeAt(last) | 0x20)) return false
  return a === b || a.toLowerCase() === b.toLowerCase()
}
