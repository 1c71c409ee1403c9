import type { Address, Hash, Hex } from 'viem'
import { getAddress, size, slice } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { delegateIn } from '@/lib/core/delegate-in'
import { hashOfCode } from '@/lib/core/hash-of-code'
import { framesOf, type TraceFrame } from '@/lib/simulate/frames'
import type { TouchedContract } from '@/lib/simulate/types'

/** keccak256("eip1967.proxy.implementation") − 1 (EIP-1967). */
export const IMPLEMENTATION_SLOT: Hash = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'

/** Every address that a call tree calls or runs code of, ascending. */
export function calledAddresses(traces: readonly TraceFrame[]): Address[] {
  const called = new Set<Address>()
  for (const trace of traces)
    for (const { kind, to } of framesOf(trace))
      // Whoever inherits from a contract that ends itself is paid, not called.
      if (kind !== 'SELFDESTRUCT') called.add(to)
  called.delete(ZERO_ADDRESS)
  return [...called].sort()
}

/** What the chain holds at an address: its code and the two slots where an implementation may be named. */
export type ContractFacts = {
  readonly address: Address
  readonly code: Hex
  /** Where it was worked out before. */
  readonly codeHash?: Hash
  readonly slot0: Hex
  readonly eip1967: Hex
}

/**
 * Contracts among the called addresses, with the implementation each of them runs. Accounts without code are left out:
 * one that gets code later changes the list, and with it the evidence.
 */
export function touchedContracts(facts: readonly ContractFacts[], traces: readonly TraceFrame[]): TouchedContract[] {
  const delegated = delegations(traces)
  return facts
    .filter(({ code }) => code !== '0x')
    .map((fact) => ({
      address: fact.address,
      codeHash: fact.codeHash ?? hashOfCode(fact.code),
      implementation: implementationOf(fact, delegated.get(fact.address) ?? new Set()),
    }))
}

function implementationOf({ code, slot0, eip1967 }: ContractFacts, delegated: ReadonlySet<Address>): Address | null {
  const delegate = delegateIn(code)
  if (delegate !== null) return delegate
  const named = addressIn(eip1967)
  if (named !== null) return named
  // Slot 0 of a contract is anything; it is an implementation when the contract runs the code it names (SafeProxy).
  const first = addressIn(slot0)
  return first !== null && delegated.has(first) ? first : null
}

function delegations(traces: readonly TraceFrame[]): ReadonlyMap<Address, ReadonlySet<Address>> {
  const found = new Map<Address, Set<Address>>()
  for (const trace of traces)
    for (const { kind, from, to } of framesOf(trace))
      if (kind === 'DELEGATECALL') found.set(from, (found.get(from) ?? new Set()).add(to))
  return found
}

function addressIn(word: Hex): Address | null {
  if (size(word) !== 32 || !/^0x0{24}/.test(word) || /^0x0+$/.test(word)) return null
  return getAddress(slice(word, 12))
}
