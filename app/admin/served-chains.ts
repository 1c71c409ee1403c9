import { chainOf } from '@/lib/chains/index'
import { env } from '@/lib/env'

/** The chains that this desk has nodes for. */
export const servedChains = (): readonly ServedChain[] =>
  [...env().chainRpcUrls].map(([id, urls]) => ({
    ...{ id, name: chainOf(id).name },
    parties: urls.map((url) => new URL(url).host),
  }))

/** `parties`: the hosts of its nodes, in the order in which they are asked. */
type ServedChain = { readonly id: number; readonly name: string; readonly parties: readonly string[] }
