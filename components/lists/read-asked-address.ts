import type { Address } from 'viem'
import { parseAddress } from '@/lib/core/address'

export type AskedAddress = {
  readonly typed: string
  readonly address: Address | null
  readonly problem: string | null
}

/** The address that a page was asked about. A prefix says nothing here: lists hold on every chain. */
export function readAskedAddress(
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
): AskedAddress {
  const typed = typeof params.address === 'string' ? params.address.trim() : ''
  if (typed === '') return { typed, address: null, problem: null }
  const parsed = parseAddress(typed.slice(typed.indexOf(':') + 1), '')
  return parsed.ok
    ? { typed, address: parsed.address, problem: null }
    : { typed, address: null, problem: parsed.message }
}
