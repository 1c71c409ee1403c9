import 'server-only'
import type { Hex } from 'viem'
import { getAddress, parseAbi, toEventSelector } from 'viem/utils'
import type { z } from 'zod'
import type { TokenTransfer } from '@/lib/execute/seen-transfers'
import { logShape, quantityShape } from '@/lib/io/rpc-shapes'

const [EVENT] = parseAbi(['event Transfer(address from, address to, uint256 value)'])

/** First topic of a Transfer (ERC-20, ERC-721). */
export const TRANSFER = toEventSelector(EVENT)

export const transferShape = logShape.extend({ logIndex: quantityShape.transform(Number) })
export type TransferLog = z.output<typeof transferShape>

/**
 * What a log says of a transfer. An NFT has its number as a fourth topic and counts as one. What names nobody or no amount
 * moves nothing that is known.
 * @param other the topic of the account that is not asked for
 */
export function transferOf(log: TransferLog, other: Hex | undefined): readonly TokenTransfer[] {
  if (log.removed || other?.length !== 66) return []
  const units = log.topics.length > 3 ? 1n : log.data.length >= 66 ? BigInt(log.data.slice(0, 66)) : 0n
  const { address: token, transactionHash: txHash, logIndex, blockNumber: block } = log
  return [{ token, other: getAddress(`0x${other.slice(26)}`), units, txHash, logIndex, block }]
}
