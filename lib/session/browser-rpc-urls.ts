import 'server-only'
import { isLoopback } from '@/lib/core/loopback'
import { env } from '@/lib/env'

/**
 * Nodes that browsers ask themselves, by chain. The demo build gives its local chain, which the person at this machine runs;
 * elsewhere only what the operator named for browsers, never the desk's own URLs, which may hold keys.
 */
export function browserRpcUrls(): ReadonlyMap<number, readonly string[]> {
  const { browserRpcUrls: named, chainRpcUrls } = env()
  if (process.env.COUNTERSIGN_DEMO !== '1' || named.size > 0) return named
  return new Map(
    [...chainRpcUrls].map(([id, urls]) => [id, urls.filter((url) => isLoopback(new URL(url).hostname))] as const),
  )
}
