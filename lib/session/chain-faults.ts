import 'server-only'
import { AppError } from '@/lib/core/errors'
import { log } from '@/lib/io/log'
import { askChainId } from '@/lib/io/rpc'

/**
 * Nodes that serve another chain than the one they are listed under, one sentence each. A node that does not answer is
 * only logged: without the chain one can still read, reject and freeze (SPEC §3).
 * @param rpcUrls chain id → URLs
 */
export async function findChainFaults(rpcUrls: ReadonlyMap<number, readonly string[]>): Promise<string[]> {
  const listed = [...rpcUrls].flatMap(([chainId, urls]) => urls.map((url) => ({ chainId, url })))
  const faults = await Promise.all(listed.map(({ chainId, url }) => findNodeFault(chainId, url)))
  return faults.filter((fault) => fault !== null)
}

async function findNodeFault(chainId: number, url: string): Promise<string | null> {
  try {
    const served = await askChainId(chainId, url)
    if (served === chainId) return null
    return `CHAIN_RPC_URLS lists the node at ${new URL(url).host} under chain ${chainId}, but it serves chain ${served}`
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log({ level: 'fault', what: `a node of chain ${chainId} does not answer at start`, code: error.code })
    return null
  }
}
