import { canonicalize, type Json } from '@/lib/core/canonical'

/** A set as a list every party writes alike: ordered by canonical JSON in UTF-16 units, duplicates kept once. */
export function sortCanonical<T extends Json>(members: readonly T[]): readonly T[] {
  const byText = new Map(members.map((member) => [canonicalize(member), member]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, member]) => member)
}
