import type { Address } from 'viem'
import { concat, encodeAbiParameters, getAddress } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import { deploymentNamed } from '@/lib/stage/deployments'
import { hashSafeTx } from '@/lib/stage/hash'
import { type BatchCall, encodeMultiSend } from '@/lib/stage/multisend'
import { TRANSFER_SELECTOR } from '@/lib/stage/transfer-data'
import { valueOf } from '@/lib/stage/stated-call'
import { encodeOwnersChange } from '@/lib/stage/owners-change'
import type { Intent, Leg, OwnersChange, SafeRef, SafeTx, StagedTx, StatedCall } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'

export type TransferOrder = { readonly safe: SafeRef; readonly intent: Intent; readonly nonce: bigint }

/**
 * The one SafeTx that pays an intent: a plain call for one leg, the official MultiSendCallOnly by delegatecall for
 * several. All five gas and refund fields are zero (SPEC §3).
 * @throws AppError BLOCKED when several legs are asked for and the chain has no official MultiSendCallOnly
 */
export function buildTransfer({ safe, intent, nonce }: TransferOrder): StagedTx {
  const calls = intent.legs.map((leg) => callOf(leg, safe.chainId))
  const [only, ...more] = calls
  if (!only) throw new Error('an intent without legs pays nothing')
  const fields =
    more.length === 0
      ? { ...only, operation: 0 }
      : { to: batchContract(safe), value: 0n, data: encodeMultiSend(calls), operation: 1 }
  const tx: SafeTx = {
    ...fields,
    ...NO_REFUND,
    nonce,
  }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

/**
 * The Safe's call to itself that changes who controls it, as stated.
 * @param owners of the Safe, in the order of its list
 */
export function buildOwnersChange({
  safe,
  change,
  nonce,
  owners,
}: Pick<TransferOrder, 'safe' | 'nonce'> & { change: OwnersChange; owners: readonly Address[] }): StagedTx {
  const data = encodeOwnersChange(change, owners)
  const tx: SafeTx = { to: safe.address, value: 0n, data, operation: 0, ...NO_REFUND, nonce }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

/** The plain call of a contract, as stated; what it gives of the chain's own coin goes along as value. */
export function buildCall({
  safe,
  call,
  nonce,
}: Pick<TransferOrder, 'safe' | 'nonce'> & { call: StatedCall }): StagedTx {
  const { to, data } = call
  const tx: SafeTx = { to: getAddress(to), value: valueOf(call), data, operation: 0, ...NO_REFUND, nonce }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

/** The empty call of the Safe to itself that does nothing but use up a nonce (SPEC §1, class `cancel`). */
export function buildCancel({ safe, nonce }: Pick<TransferOrder, 'safe' | 'nonce'>): StagedTx {
  const tx: SafeTx = { to: safe.address, value: 0n, data: '0x', operation: 0, ...NO_REFUND, nonce }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

const NO_REFUND = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS }

function callOf({ asset, recipient, units }: Leg, chainId: number): BatchCall {
  if (asset.chainId !== chainId) throw new Error(`${asset.symbol} is on chain ${asset.chainId}, the Safe on ${chainId}`)
  if (asset.address === 'native') return { to: getAddress(recipient), value: units, data: '0x' }
  const parameters = encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [getAddress(recipient), units])
  return { to: getAddress(asset.address), value: 0n, data: concat([TRANSFER_SELECTOR, parameters]) }
}

function batchContract(safe: SafeRef): Address {
  const found = deploymentNamed(safe.chainId, 'MultiSendCallOnly', batchVersion(safe))
  if (!found)
    throw new AppError(
      'BLOCKED',
      `Chain ${safe.chainId} has no official batch contract for Safe ${safe.version}. Stage each payment by itself.`,
    )
  return found.address
}

// Safes before 1.3.0 have no call-only batch of their own, and 1.4.0 shipped none; the next version's serves them.
function batchVersion({ version }: SafeRef): string {
  if (isAtLeast(version, '1.5.0')) return '1.5.0'
  return isAtLeast(version, '1.4.0') ? '1.4.1' : '1.3.0'
}
