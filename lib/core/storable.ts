/**
 * Whether every text in a posted value, keys too, can be stored as it is: PostgreSQL takes neither NUL nor half of a
 * surrogate pair.
 */
export function isStorable(posted: unknown): boolean {
  // A list instead of recursion: however deep the value, nothing runs over.
  const rest = [posted]
  for (let value = rest.pop(); value !== undefined || rest.length > 0; value = rest.pop()) {
    if (typeof value === 'string' && /[\u0000\ud800-\udfff]/u.test(value)) return false
    if (value !== null && typeof value === 'object') for (const entry of Object.entries(value)) rest.push(...entry)
  }
  return true
}
