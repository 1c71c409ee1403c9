/** JSON for values that hold bigints: `{ "$n": "123" }`. For storage and transport between our own ends only. */
export function encodeWire(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? { $n: member.toString() } : member,
  )
}

/** Inverse of encodeWire. The caller parses the result before trusting its shape. */
export function decodeWire(text: string): unknown {
  return JSON.parse(text, (_key, member: unknown) => {
    if (member === null || typeof member !== 'object') return member
    const keys = Object.keys(member)
    const only = '$n' in member ? member.$n : undefined
    return keys.length === 1 && typeof only === 'string' && /^-?\d+$/.test(only) ? BigInt(only) : member
  })
}
