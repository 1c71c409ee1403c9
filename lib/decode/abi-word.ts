import { checksummed } from '@/lib/decode/checksummed'

/** A word as a person reads it, and whether its other bits are what the encoding has there. */
export type ReadWord = { readonly shown: string; readonly isClean: boolean }

/**
 * One ABI word. Bits that do not belong to the value are masked away, as a contract that does not look does; a contract
 * that looks reverts.
 * @param word 64 hex digits
 */
export function readWord(type: string, word: string): ReadWord {
  if (type === 'address') return { shown: checksummed(`0x${word.slice(24)}`), isClean: isZeros(word.slice(0, 24)) }
  if (type === 'bool') return { shown: String(!isZeros(word)), isClean: /^0{63}[01]$/.test(word) }
  const [, kind, digits] = /^(u?int|bytes|function)(\d*)$/.exec(type) ?? []
  // A function is an address and a selector: 24 bytes.
  const size = kind === 'function' ? 24 : Number(digits)
  if (kind === 'bytes' || kind === 'function')
    return { shown: `0x${word.slice(0, size * 2)}`, isClean: isZeros(word.slice(size * 2)) }
  const number = BigInt(`0x${word}`)
  if (kind === 'uint') {
    const value = BigInt.asUintN(size, number)
    return { shown: value.toString(), isClean: value === number }
  }
  const value = BigInt.asIntN(size, number)
  return { shown: value.toString(), isClean: BigInt.asUintN(256, value) === number }
}

/** True when the digits are zeros alone. */
export const isZeros = (digits: string): boolean => /^0*$/.test(digits)
