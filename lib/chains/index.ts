import { ethereum } from '@/lib/chains/ethereum'
import { local } from '@/lib/chains/local'
import type { Chain } from '@/lib/chains/types'

export const CHAINS: readonly Chain[] = [ethereum, local]

/** The chain with this id, or null when the desk does not know it. */
export function findChain(id: number): Chain | null {
  return CHAINS.find((chain) => chain.id === id) ?? null
}

/** @throws when the id is not registered: stored rows only ever hold registered chains. */
export function chainOf(id: number): Chain {
  const chain = findChain(id)
  if (!chain) throw new Error(`chain ${id} is not registered`)
  return chain
}
