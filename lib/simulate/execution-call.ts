import type { Address, Hash, Hex } from 'viem'
import { concat, getAddress, numberToHex, pad } from 'viem/utils'
import { encodeExecution } from '@/lib/simulate/exec-transaction-abi'
import { approvedHashSlot, NONCE_SLOT } from '@/lib/simulate/safe-slots'
import type { SafeState } from '@/lib/simulate/types'
import type { StagedTx } from '@/lib/stage/types'

/** Per account what the node is asked to pretend; `stateDiff` changes single slots and keeps the others. */
export type StateOverrides = Readonly<
  Record<
    Address,
    {
      readonly stateDiff?: Readonly<Record<Hash, Hex>>
      readonly balance?: Hex
      readonly nonce?: Hex
      readonly code?: Hex
    }
  >
>

export type ExecutionCall = {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  readonly stateOverrides: StateOverrides
}

/**
 * The real `execTransaction` before anyone has signed: `threshold` owners are taken to have approved the hash on chain
 * (`approvedHashes`, signature type v = 1), and the Safe to be at this nonce. Threshold, owners and guards stay as they
 * are, so everything that would run does run (Safe.sol `checkNSignatures`).
 */
export function executionCall(staged: StagedTx, state: Pick<SafeState, 'owners' | 'threshold'>): ExecutionCall {
  const { safe, tx, hashes } = staged
  const signers = ascending(state.owners).slice(0, state.threshold)
  const [from] = signers
  if (from === undefined || signers.length < state.threshold)
    throw new RangeError('a Safe has at least threshold owners')
  const stateDiff: Record<Hash, Hex> = { [NONCE_SLOT]: numberToHex(tx.nonce, { size: 32 }) }
  for (const owner of signers) stateDiff[approvedHashSlot(owner, hashes.safeTx)] = numberToHex(1, { size: 32 })
  return {
    from,
    to: getAddress(safe.address),
    data: encodeExecution(tx, concat(signers.map(preValidated))),
    stateOverrides: { [getAddress(safe.address)]: { stateDiff } },
  }
}

/** Addresses in the order in which the Safe wants signatures. */
export function ascending(addresses: readonly Address[]): Address[] {
  return addresses.map((address) => getAddress(address)).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

// {r: owner, s: 0, v: 1}: "this owner approved the hash on chain".
const preValidated = (owner: Address): Hex => concat([pad(owner), pad('0x'), '0x01'])
