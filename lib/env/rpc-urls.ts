import { z } from 'zod'
import { CHAINS } from '@/lib/chains/index'
import { isLoopback } from '@/lib/core/loopback'

const rpcUrlsSchema = z
  .record(z.string().regex(/^[1-9]\d{0,9}$/), z.array(z.url({ protocol: /^https?$/ })).min(1))
  .refine((urls) => Object.keys(urls).length > 0)

/** JSON of chain id → URLs; null when it is not, or names a chain that this build does not know. */
export function parseRpcUrls(text: string): ReadonlyMap<number, readonly string[]> | null {
  try {
    const parsed = rpcUrlsSchema.safeParse(JSON.parse(text))
    if (!parsed.success) return null
    const entries = Object.entries(parsed.data).map(([id, urls]) => [Number(id), urls] as const)
    return entries.every(([id]) => CHAINS.some((chain) => chain.id === id)) ? new Map(entries) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * Whose node a URL is. What two nodes agree on is worth more than what one says only when they are not the same machine
 * (SPEC §3). Ports of this machine may be tunnels to different parties.
 */
export function partyOf(url: string): string {
  const { host, hostname } = new URL(url)
  return isLoopback(hostname) ? host : hostname.replace(/\.$/, '')
}

/** Chains for which one party is named more than once: it would agree with itself. */
export const chainsNamedTwice = (urls: ReadonlyMap<number, readonly string[]>): readonly number[] =>
  [...urls].filter(([, of]) => new Set(of.map(partyOf)).size < of.length).map(([id]) => id)

export const namedTwice = (chainIds: readonly number[]): string =>
  `names one host twice for chain ${chainIds.join(' and ')}: a second node counts only from another party`

/** Nodes that browsers ask: their URLs stand in pages, so they hold no names and passwords, and nobody listens in between. */
export const browserRpcUrls = z.string().transform((text, context) => {
  const parsed = parseRpcUrls(text)
  const twice = parsed === null ? [] : chainsNamedTwice(parsed)
  if (parsed !== null && [...parsed.values()].flat().every(isForBrowsers) && twice.length === 0) return parsed
  context.addIssue(
    twice.length === 0
      ? 'must be JSON such as {"1":["https://rpc.example"]} of https:// URLs; http only for this machine'
      : namedTwice(twice),
  )
  return z.NEVER
})

function isForBrowsers(url: string): boolean {
  const { protocol, hostname, username, password } = new URL(url)
  return username + password === '' && (protocol === 'https:' || isLoopback(hostname))
}
