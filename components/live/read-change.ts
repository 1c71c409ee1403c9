import type { Change } from '@/lib/audit/change'

/** A change as it came through the stream or from another window; null when it is none. */
export function readChange(value: unknown): Change | null {
  if (typeof value !== 'object' || value === null) return null
  const { action, type, id, withdrawal, safe, by, xid } = value as Partial<Record<keyof Change, unknown>>
  if (!isText(action) || !isText(type) || !isText(id) || !isText(xid)) return null
  if (!isTextOrNull(withdrawal) || !isTextOrNull(safe) || !isTextOrNull(by)) return null
  return { action, type, id, withdrawal, safe, by, xid }
}

/** A mark's name of the newest events; '' when there is none, which equals nothing. */
export function readNewest(value: unknown): string {
  const newest: unknown = typeof value === 'object' && value !== null && 'newest' in value ? value.newest : ''
  return isText(newest) ? newest : ''
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 400
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value)
