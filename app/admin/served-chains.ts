import { chainOf } from '@/lib/chains/index'
import { env } from '@/lib/env'

/** The chains that this desk has nodes for. */
export const servedChains = (): readonly { readonly id: number; readonly name: string; readonly nodes: number }[] =>
  [...env().chainRpcUrls].map(([id, urls]) => ({ id, name: chainOf(id).name, nodes: urls.length }))
