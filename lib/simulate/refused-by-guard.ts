import type { Address, Hex } from 'viem'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceFrame } from '@/lib/simulate/frames'

/** checkTransaction of a transaction guard, which the Safe asks before it runs anything. */
const CHECK_TRANSACTION: Hex = '0x75f0bb52'

/**
 * Whether the guard itself refused the execution before anything ran: the whole call reverts, and the last call that the
 * Safe made is the question to its guard, which reverted.
 */
export function isRefusedByGuard(root: TraceFrame, safe: Address, guard: Address): boolean {
  if (root.error === null || isSameAddress(guard, ZERO_ADDRESS)) return false
  // The proxy passes its call on to the singleton.
  const [passed] = root.calls
  const inner = root.calls.length === 1 && passed?.kind === 'DELEGATECALL' ? passed : root
  const last = inner.calls.at(-1)
  return (
    last !== undefined &&
    last.error !== null &&
    (last.kind === 'CALL' || last.kind === 'STATICCALL') &&
    isSameAddress(last.from, safe) &&
    isSameAddress(last.to, guard) &&
    last.input.startsWith(CHECK_TRANSACTION)
  )
}
