import { readHead } from '@/lib/approve/factors/passkey/cbor-map'

const MAX_DEPTH = 4

/**
 * Where the CBOR item that begins at `at` ends. Definite lengths in their shortest form only, nested no deeper than CTAP2
 * allows (4 levels); null for anything else.
 */
export function skipCbor(bytes: Uint8Array, at: number, depth = 0): number | null {
  const head = readHead(bytes, at)
  if (head === null || depth > MAX_DEPTH) return null
  const { major, argument, next } = head
  if (major === 0 || major === 1) return next
  if (major === 2 || major === 3) return next + argument <= bytes.length ? next + argument : null
  if (major !== 4 && major !== 5) return argument === 20 || argument === 21 || argument === 22 ? next : null
  let end: number | null = next
  for (let left = major === 5 ? argument * 2 : argument; left > 0 && end !== null; left -= 1)
    end = skipCbor(bytes, end, depth + 1)
  return end
}
