import { keccak256, stringToHex } from 'viem/utils'
import { knownFunction } from '@/lib/decode/contracts/functions'
import type { FunctionSet, KnownFunction } from '@/lib/decode/contracts/types'
import type { VouchedContract } from '@/lib/decode/types'

/** The functions of a registered contract by selector. A line that is no signature, or whose four bytes another shares, reads nothing. */
export function registeredFunctions({ functions }: Pick<VouchedContract, 'functions'>): FunctionSet {
  const bySelector = new Map<string, KnownFunction | null>()
  for (const text of functions) {
    const known = parsed(text)
    if (known === null) continue
    const selector = selectorOf(known)
    bySelector.set(selector, bySelector.has(selector) ? null : known)
  }
  return (selector) => bySelector.get(selector) ?? undefined
}

/** The four bytes that name a function. */
export const selectorOf = ({ signature }: Pick<KnownFunction, 'signature'>): string =>
  keccak256(stringToHex(signature)).slice(0, 10)

function parsed(text: string): KnownFunction | null {
  try {
    return knownFunction(text)
  } catch {
    return null
  }
}
