import type { Hash, Hex } from 'viem'

/** Bytes of one ABI word. */
export const WORD_BYTES = 32

/** Numbers up to this one are exact as JavaScript numbers; above it, digits come from their hex text. */
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER)

/** Value of each hex digit by character code; -1 for what is no digit. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => '0123456789abcdef'.indexOf(String.fromCharCode(code | 32)))
// The loop above also lowers control characters onto digits: only 0-9, A-F and a-f are digits.
for (let code = 0; code < 48; code += 1) DIGITS[code] = -1

/**
 * The bytes of hex text with 0x. Quicker than a general reader, since hashing reads all calldata through it.
 * @throws RangeError when the text is no whole number of bytes in hex
 */
export function bytesOf(hex: Hex): Uint8Array {
  const bytes = new Uint8Array((hex.length - 2) / 2)
  putHex(bytes, 0, hex)
  return bytes
}

/**
 * Writes an unsigned number as the ABI word at `word`; the buffer holds zeros there before.
 * @throws RangeError when the number does not fit its ABI type
 */
export function putNumber(target: Uint8Array, word: number, value: bigint, bits: number): void {
  if (value < 0n || value >> BigInt(bits) !== 0n) throw new RangeError(`${value} does not fit uint${bits}`)
  const end = (word + 1) * WORD_BYTES
  if (value <= MAX_EXACT) {
    for (let rest = Number(value), at = end - 1; rest > 0; at -= 1) {
      target[at] = rest % 256
      rest = Math.floor(rest / 256)
    }
    return
  }
  const digits = value.toString(16)
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`
  putHex(target, end - whole.length / 2, `0x${whole}`)
}

/**
 * Writes an address as the word at `word`. Bytes decide, not spelling: a wrong checksum is refused where addresses
 * enter, never silently hashed differently.
 * @throws RangeError when the text is longer than an address
 */
export function putAddress(target: Uint8Array, word: number, address: Hex): void {
  if (address.length === 42) putHex(target, word * WORD_BYTES + 12, address)
  else putNumber(target, word, BigInt(address), 160)
}

/** Writes 32 bytes at the word `word`. */
export function putHash(target: Uint8Array, word: number, hash: Hash | Uint8Array): void {
  if (typeof hash === 'string') putHex(target, word * WORD_BYTES, hash)
  else target.set(hash, word * WORD_BYTES)
}

function putHex(target: Uint8Array, offset: number, hex: Hex): void {
  const size = (hex.length - 2) / 2
  for (let at = 0, digit = 2; at < size; at += 1, digit += 2) {
    const byte = ((DIGITS[hex.charCodeAt(digit)] ?? -1) << 4) | (DIGITS[hex.charCodeAt(digit + 1)] ?? -1)
    if (byte < 0) throw new RangeError('the text is no whole number of bytes in hex')
    target[offset + at] = byte
  }
}
