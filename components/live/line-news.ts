import type { Change } from '@/lib/audit/change'
import { readChange, readNewest } from './read-change'

/** What a page hears: changes, where the log stands after a gap, and whether it would hear. */
export type LineNews =
  | { readonly kind: 'change'; readonly change: Change }
  /** `newest` is '' where nobody knows. */
  | { readonly kind: 'gap'; readonly newest: string }
  | { readonly kind: 'up' | 'down' | 'over' }

/** News from another window; null for what is none. */
export function readNews(value: unknown): LineNews | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null
  const { kind } = value
  if (kind === 'up' || kind === 'down' || kind === 'over') return { kind }
  if (kind === 'gap') return { kind, newest: readNewest(value) }
  const change = kind === 'change' && 'change' in value ? readChange(value.change) : null
  return change && { kind: 'change', change }
}
