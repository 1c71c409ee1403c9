import type { Address, Hex } from 'viem'
import { hashOfCode } from '@/lib/core/hash-of-code'
import type { StateDiff } from '@/lib/simulate/diff'
import type { CodeChange } from '@/lib/simulate/types'

/** Accounts that end with other code than they had: made, taken away, or replaced; ascending by account. */
export function codeChanges({ pre, post }: StateDiff): CodeChange[] {
  return [...new Set([...pre.keys(), ...post.keys()])].sort().flatMap((address) => {
    const had = pre.get(address)?.code
    // Tracers tell of an account only what differs; one that is gone is not told of at all.
    const has = post.has(address) ? (post.get(address)?.code ?? had) : undefined
    return changeOf(address, hashOf(had), hashOf(has))
  })
}

/** One change, or none. */
export const changeOf = (address: Address, before: CodeChange['before'], after: CodeChange['after']): CodeChange[] =>
  before === after ? [] : [{ address, before, after }]

const hashOf = (code: Hex | undefined) => (code === undefined || code === '0x' ? null : hashOfCode(code))
