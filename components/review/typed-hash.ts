import type { Hash } from 'viem'

export type TypedHash = {
  readonly kind: 'empty' | 'same' | 'so-far' | 'differs' | 'no-hash'
  readonly words: string
  /** Index of the first digit that differs, null where none does. */
  readonly at: number | null
}

/** What somebody read off a device, against the hash computed here. Gaps, 0x and case carry no bytes. */
export function compareTyped(hash: Hash, typed: string): TypedHash {
  const digits = typed
    .replaceAll(/[\s|:.-]/g, '')
    .replace(/^0x/i, '')
    .toLowerCase()
  const expected = hash.slice(2).toLowerCase()
  if (digits === '') return { kind: 'empty', words: 'Nothing is compared yet.', at: null }
  if (!/^[0-9a-f]*$/.test(digits))
    return { kind: 'no-hash', words: 'A hash has the digits 0 to 9 and a to f only.', at: null }
  const at = [...digits].findIndex((digit, place) => digit !== expected[place])
  if (at >= expected.length)
    return { kind: 'differs', words: `A hash has ${expected.length} characters; these are ${digits.length}.`, at: null }
  if (at >= 0)
    return {
      kind: 'differs',
      words: `Character ${at + 1}, in group ${Math.floor(at / 4) + 1}, differs: the device says ${digits[at]}, this transaction ${expected[at]}. Refuse it on the device.`,
      at,
    }
  return digits.length === expected.length
    ? { kind: 'same', words: `All ${expected.length} characters are the same.`, at: null }
    : {
        kind: 'so-far',
        words: `${digits.length} of ${expected.length} characters, all the same so far. ${expected.length - digits.length} are not compared.`,
        at: null,
      }
}
