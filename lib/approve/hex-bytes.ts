import { hexToBytes } from '@noble/hashes/utils.js'

/**
 * Bytes of a 0x-prefixed hex string.
 * @throws Error when it is not whole bytes of hex after 0x
 */
export function hexBytes(hex: string): Uint8Array {
  if (!hex.startsWith('0x')) throw new Error('hex starts with 0x')
  return hexToBytes(hex.slice(2))
}
