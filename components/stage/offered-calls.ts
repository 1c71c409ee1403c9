import { displayText } from '@/lib/core/display-text'
import type { VouchedContract } from '@/lib/decode/types'

/** A call that the form offers. */
export type OfferedCall = {
  readonly id: string
  readonly words: string
  /** The contract, '' where it is the person's to say. */
  readonly to: string
  readonly method: string
  readonly values: readonly string[]
}

/** Calls that treasuries make beside payments, with the values that make them what their words say. */
const OFTEN: readonly OfferedCall[] = [
  { words: 'Revoke an approval of a token', method: 'approve(address spender, uint256 amount)', values: ['', '0'] },
  { words: 'Wrap the chain’s coin', method: 'deposit() payable', values: [] },
  { words: 'Unwrap the chain’s coin', method: 'withdraw(uint256 amount)', values: [''] },
].map((often) => ({ ...often, id: often.method, to: '' }))

/** What is often called, and every function that two people registered for a contract of this chain. */
export const offeredCalls = (contracts: readonly VouchedContract[]): readonly OfferedCall[] => [
  ...OFTEN,
  ...contracts.flatMap(({ address, name, functions }) =>
    functions.map((method) => ({
      ...{ id: `${address} ${method}`, to: address, method, values: [] },
      words: `${displayText(name, 60)}: ${displayText(method, 120)}`,
    })),
  ),
]
