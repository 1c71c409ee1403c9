import type { Hash } from 'viem'

/** What a node says of a block and of how far its chain is, asked by this browser itself. */
export type BlockOpinion = {
  /** Host of the node. */
  readonly party: string
  /** The block's hash as it knows it, null where it did not answer. */
  readonly hash: Hash | null
  /** When its newest block was made, Unix seconds; null where it did not say. */
  readonly newest: bigint | null
}

const PATIENCE_MILLISECONDS = 8_000

/** Asks every node for the hash of a block and for its newest one, past the desk. Never throws: silence is an answer. */
export function askBlock(urls: readonly string[], number: bigint): Promise<readonly BlockOpinion[]> {
  return Promise.all(
    urls.map(async (url) => {
      const [told, latest] = await Promise.all([
        blockOf(url, `0x${number.toString(16)}`).catch(() => null),
        blockOf(url, 'latest').catch(() => null),
      ])
      return { party: new URL(url).host, hash: hashOf(told?.hash), newest: secondsOf(latest?.timestamp) }
    }),
  )
}

type Told = { readonly hash?: unknown; readonly timestamp?: unknown } | null | undefined

async function blockOf(url: string, block: string): Promise<Told> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: [block, false] }),
    ...{ cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' },
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  })
  return ((await response.json()) as { result?: Told }).result
}

/** A block hash as somebody answered it, in lower case; null for anything else. */
export function hashOf(told: unknown): Hash | null {
  return typeof told === 'string' && /^0x[0-9a-fA-F]{64}$/.test(told) ? (told.toLowerCase() as Hash) : null
}

const secondsOf = (told: unknown): bigint | null =>
  typeof told === 'string' && /^0x[0-9a-fA-F]{1,16}$/.test(told) ? BigInt(told) : null
