import type { Address } from 'viem'
import { numberToHex } from 'viem/utils'
import { isSameAddress } from '@/lib/core/address'
import { type Head, STRANGER, TIP } from '@/lib/simulate/environments'
import type { ExecutionCall, StateOverrides } from '@/lib/simulate/execution-call'

/** Balances in wei of those who send the runs, as they are. */
export type Held = ReadonlyMap<Address, bigint>

/** What gas may cost: its limit, and the base fee of the block, in wei per gas. */
export type GasAsked = {
  readonly gas: bigint
  readonly baseFee: bigint
  /** The chain takes a share of another chain's fee on top (OP Stack). */
  readonly hasL1Fee: boolean
}

/** A hundredth of the coin, in wei. */
const CENT = 10n ** 16n

/** What a wallet wants to be there before it sends, in wei: the limit at twice the base fee and the tip. */
export function billOf({ gas, baseFee, hasL1Fee }: GasAsked): bigint {
  return gas * (2n * baseFee + TIP) * (hasL1Fee ? 2n : 1n)
}

type Asking = { readonly held: Held; readonly head: Pick<Head, 'hash'>; readonly asked: GasAsked }

/**
 * The overrides of a run with what its sender lacks of the bill. Code reads balances, and one that nobody holds tells it
 * that nothing is at stake: whoever can pay keeps what they have, and whoever cannot gets no more than the bill. Nobody's
 * account holds what a person may, 0.05 to 1.05 of the coin after the bill.
 */
export function fundedFor(
  sender: Address,
  { stateOverrides }: Pick<ExecutionCall, 'stateOverrides'>,
  { held, head, asked }: Asking,
): StateOverrides {
  const bill = billOf(asked)
  const balance = isSameAddress(sender, STRANGER) ? bill + 5n * CENT + (BigInt(head.hash) % (100n * CENT)) : bill
  if (balance === bill && (held.get(sender) ?? 0n) >= bill) return stateOverrides
  return { ...stateOverrides, [sender]: { ...stateOverrides[sender], balance: numberToHex(balance) } }
}
