import type { Address } from 'viem'

/** So many equal digits in a row nobody finds by search: 2^80 keys or salts would have to be tried. */
const LONGEST_FOUND = 20
/** Half of an address: what repeats itself beyond that was written, not derived. */
const LONGEST_PERIOD = 20
/** Words that people spell addresses with; four in a row are as many digits as nobody finds with the rest left free. */
const SPELT =
  /^(dead|beef|cafe|babe|f00d|feed|face|c0de|fee1|b00b){4}|(dead|beef|cafe|babe|f00d|feed|face|c0de|fee1|b00b){4}$/
/** Burn addresses that tokens made known: a word and a row of zeros in front of what nobody searched. */
const DEAD_FIRST = /^dead0{12}/

/**
 * Why an address cannot be derived from a key, or null where it may be: it was written, as burn addresses are, and what
 * goes there stays. Contracts that a chain is born with look like it too; of those the caller has to know.
 */
export function whyKeyless(address: Address): string | null {
  const digits = address.slice(2).toLowerCase()
  const value = BigInt(address)
  if (value > 0n && value <= 0xffn) return 'It is in the range of the chain’s own precompiled contracts'
  const run = /(.)\1*/g
  const longest = Math.max(...(digits.match(run) ?? []).map((same) => same.length))
  if (longest >= LONGEST_FOUND) return `${longest} of its digits in a row are the same`
  const period = periodOf(digits)
  if (period !== null) return `It repeats ${digits.slice(0, period)}`
  if (SPELT.test(digits) || DEAD_FIRST.test(digits)) return 'It is spelt in words'
  return null
}

function periodOf(digits: string): number | null {
  for (let period = 1; period <= LONGEST_PERIOD; period++)
    if (digits.slice(period) === digits.slice(0, -period)) return period
  return null
}
