import type { Address } from 'viem'
import { chainOf } from '@/lib/chains/index'
import { parseAddress } from '@/lib/core/address'
import { servedChains } from './served-chains'

export type ProbeQuery = Promise<Readonly<Record<string, string | string[] | undefined>>>

export type Probe = {
  readonly typed: { readonly chain: string; readonly address: string }
  readonly asked: { readonly chainId: number; readonly address: Address } | null
  /** What is wrong with what was typed. */
  readonly problem: string | null
}

/** What a probing page was asked about, from its address. */
export async function readProbe(query: ProbeQuery): Promise<Probe> {
  const { chain, address } = await query
  const typed = { chain: typeof chain === 'string' ? chain : '', address: typeof address === 'string' ? address : '' }
  if (typed.address === '') return { typed, asked: null, problem: null }
  const served = servedChains().find(({ id }) => String(id) === typed.chain)
  if (!served) return { typed, asked: null, problem: 'This desk has no node of that chain.' }
  const parsed = parseAddress(typed.address, chainOf(served.id).shortName)
  if (!parsed.ok) return { typed, asked: null, problem: parsed.message }
  return { typed, asked: { chainId: served.id, address: parsed.address }, problem: null }
}
