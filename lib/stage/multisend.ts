import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, encodePacked, size } from 'viem/utils'

/** multiSend(bytes) of MultiSend and MultiSendCallOnly, all versions. */
export const MULTI_SEND_SELECTOR: Hex = '0x8d80ff0a'

export type BatchCall = { readonly to: Address; readonly value: bigint; readonly data: Hex }

/**
 * Calldata of `multiSend(bytes)`: each call packed as operation 0, to, value, length, data (MultiSend.sol). Only plain
 * calls: the desk never puts a delegatecall into a batch.
 */
export function encodeMultiSend(calls: readonly BatchCall[]): Hex {
  const packed = concat(
    calls.map(({ to, value, data }) =>
      encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [0, to, value, BigInt(size(data)), data]),
    ),
  )
  return concat([MULTI_SEND_SELECTOR, encodeAbiParameters([{ type: 'bytes' }], [packed])])
}
