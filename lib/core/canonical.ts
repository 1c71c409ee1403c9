/** What JSON can carry. Every amount and count that enters a hash is a decimal string, never a number above 2^53. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * Canonical JSON (RFC 8785). Keys sorted by UTF-16 code units, no white space, `undefined` members left out.
 * @throws RangeError for a number that is not finite, so that two parties can never hash it differently.
 */
export function canonicalize(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('canonical JSON has no NaN or Infinity')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalize).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key]
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalize(member)}`]
    })
  return `{${members.join(',')}}`
}

// Array.isArray does not narrow a readonly array out of the union.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
