import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a request may read the metrics: 404 where no token is set, so that a desk without them does not say so; 401 for
 * another token. Compared by hash and in constant time, so that nothing is learned from how long a wrong one takes.
 * @param authorization the header as it came
 * @returns the status to refuse with, or null
 */
export function refuseMetrics(token: string | null, authorization: string | null): 401 | 404 | null {
  if (token === null) return 404
  return timingSafeEqual(digest(`Bearer ${token}`), digest(authorization ?? '')) ? null : 401
}

const digest = (text: string) => createHash('sha256').update(text).digest()
