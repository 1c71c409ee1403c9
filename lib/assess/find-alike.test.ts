import { keccak256, numberToHex } from 'viem/utils'
import { expect, it } from 'vitest'
import { findAlike, resemblance } from '@/lib/assess/resemblance'

const digitsOf = (seed: number): string => keccak256(numberToHex(seed)).slice(-40)

/** Addresses that share ends of any length with another, with zeros in front and in either case. */
function twinsOf(seed: number): readonly string[] {
  const [digits, other] = [`${'0'.repeat(seed % 5)}${digitsOf(seed)}`.slice(0, 40), digitsOf(seed + 1_000_000)]
  const twins = Array.from({ length: 9 }, (_, first) =>
    Array.from({ length: 9 }, (_unused, last) => {
      const middle = other.slice(first, 40 - last)
      return `0x${digits.slice(0, first)}${middle}${last === 0 ? '' : digits.slice(-last)}`
    }),
  ).flat()
  return [`0x${digits}`, `0x${digits.toUpperCase()}`, ...twins]
}

it('finds exactly those that comparing each with each finds, in the order of the known', () => {
  const known = Array.from({ length: 12 }, (_, at) => twinsOf(at))
    .flat()
    .map((address) => ({ address }))
  const candidates = Array.from({ length: 12 }, (_, at) => twinsOf(at).slice(0, 40)).flat()
  const found = findAlike(candidates, known)
  let pairs = 0
  for (const candidate of candidates) {
    const slow = known.flatMap((one) => {
      const shared = resemblance(candidate, one.address)
      return shared ? [{ known: one, shared }] : []
    })
    pairs += slow.length
    expect(found.get(candidate.toLowerCase()) ?? []).toEqual(slow)
  }
  expect(pairs).toBeGreaterThan(1_000)
})
