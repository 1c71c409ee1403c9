import type { Hash } from 'viem'

/** What a node says of a block, asked by this browser itself. */
export type BlockOpinion = {
  /** Host of the node. */
  readonly party: string
  /** The block's hash as it knows it, null where it did not answer. */
  readonly hash: Hash | null
}

const PATIENCE_MILLISECONDS = 8_000

/** Asks every node for the hash of a block, past the desk. */
export function askBlock(urls: readonly string[], number: bigint): Promise<readonly BlockOpinion[]> {
  return Promise.all(
    urls.map(async (url) => ({ party: new URL(url).host, hash: await hashAt(url, number).catch(() => null) })),
  )
}

async function hashAt(url: string, number: bigint): Promise<Hash | null> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber' },
      params: [`0x${number.toString(16)}`, false],
    }),
    ...{ cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' },
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  })
  const answer = (await response.json()) as { result?: { hash?: unknown } | null }
  const hash = answer.result?.hash
  return typeof hash === 'string' && /^0x[0-9a-fA-F]{64}$/.test(hash) ? (hash.toLowerCase() as Hash) : null
}
