import { arbitrum } from '@/lib/chains/arbitrum'
import { avalanche } from '@/lib/chains/avalanche'
import { base } from '@/lib/chains/base'
import { bnb } from '@/lib/chains/bnb'
import { ethereum } from '@/lib/chains/ethereum'
import { gnosis } from '@/lib/chains/gnosis'
import { local } from '@/lib/chains/local'
import { optimism } from '@/lib/chains/optimism'
import { polygon } from '@/lib/chains/polygon'
import { sepolia } from '@/lib/chains/sepolia'
import type { Chain } from '@/lib/chains/types'

export const CHAINS: readonly Chain[] = [
  ethereum,
  arbitrum,
  avalanche,
  base,
  bnb,
  gnosis,
  optimism,
  polygon,
  sepolia,
  local,
]

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
