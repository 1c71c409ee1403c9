/** What a COSE key holds: integers and byte strings under integer labels. */
export type CborMap = ReadonlyMap<number, number | Uint8Array<ArrayBuffer>>

/**
 * Reads one CBOR map of integer labels to integers or byte strings (RFC 8949, CTAP2 canonical form). Strict: definite
 * lengths in their shortest form, no duplicate label, nothing after the map. Everything else gives null.
 */
export function readCborMap(bytes: Uint8Array): CborMap | null {
  const head = readHead(bytes, 0)
  if (head === null || head.major !== 5) return null
  const map = new Map<number, number | Uint8Array<ArrayBuffer>>()
  let at = head.next
  for (let entry = 0; entry < head.argument; entry += 1) {
    const label = readMember(bytes, at)
    if (label === null || typeof label.value !== 'number' || map.has(label.value)) return null
    const member = readMember(bytes, label.next)
    if (member === null) return null
    map.set(label.value, member.value)
    at = member.next
  }
  return at === bytes.length ? map : null
}

export type Head = { major: number; argument: number; next: number }

/** Head of the item at `at`. Lengths above two bytes never occur in a key, so they are refused rather than read. */
export function readHead(bytes: Uint8Array, at: number): Head | null {
  const initial = bytes[at]
  if (initial === undefined) return null
  const major = initial >> 5
  const short = initial & 0x1f
  if (short < 24) return { major, argument: short, next: at + 1 }
  const [high, low] = [bytes[at + 1], bytes[at + 2]]
  if (short === 24 && high !== undefined && high >= 24) return { major, argument: high, next: at + 2 }
  if (short !== 25 || high === undefined || low === undefined) return null
  const argument = high * 256 + low
  return argument > 255 ? { major, argument, next: at + 3 } : null
}

function readMember(bytes: Uint8Array, at: number): { value: number | Uint8Array<ArrayBuffer>; next: number } | null {
  const head = readHead(bytes, at)
  if (head === null) return null
  if (head.major === 0) return { value: head.argument, next: head.next }
  if (head.major === 1) return { value: -1 - head.argument, next: head.next }
  const end = head.next + head.argument
  if (head.major !== 2 || end > bytes.length) return null
  return { value: Uint8Array.from(bytes.subarray(head.next, end)), next: end }
}
