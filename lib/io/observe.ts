import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { encodeFunctionData, numberToHex, parseAbi } from 'viem/utils'
import { z } from 'zod'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Fee, Observation } from '@/lib/execute/types'
import { feeOf } from '@/lib/io/receipt-fee'
import type { Node } from '@/lib/io/rpc'
import {
  answered,
  type Block,
  blockShape,
  type ChainLog,
  logShape,
  type Receipt,
  readHead,
  receiptShape,
  returned,
  transactionShape,
} from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'
import { isExecutionOf } from '@/lib/simulate/exec-transaction-abi'
import type { StagedTx } from '@/lib/stage/types'

const NONCE = encodeFunctionData({ abi: parseAbi(['function nonce() view returns (uint256)']) })
/** ExecutionSuccess(bytes32,uint256) and ExecutionFailure(bytes32,uint256). */
const SUCCESS: Hex = '0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e'
const FAILURE: Hex = '0x23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23'

const BLOCKS_PER_QUERY = 5_000n
/** A signature may have been used a little before it was handed over the last time. */
const MARGIN_SECONDS = 3_600n

export type Handover = {
  /** As the executor's wallet reported it: where to look, never a proof. */
  readonly reportedTxHash: Hash | null
  readonly since: Date
}

type Mined = Observation['mined']

/**
 * Looks once, through one node, at what became of a handed-over transaction: the Safe's event for this hash decides, a
 * reported transaction that reverted is believed only when it carries exactly these fields.
 * @throws AppError UNAVAILABLE
 */
export async function observeOn(node: Node, staged: StagedTx, handover: Handover, now: Date): Promise<Observation> {
  const { safe } = staged
  const head = await readHead(node)
  const [nonceAnswer] = await node.ask([callTo(safe.address, NONCE, numberToHex(head.number))])
  const safeNonce = nonceOf(node, returned(nonceAnswer))
  const reported = handover.reportedTxHash === null ? null : await readReported(node, staged, handover.reportedTxHash)
  // An unused nonce means that no event for it can exist, so the logs are not searched.
  const isUsed = safeNonce > staged.tx.nonce
  const found = reported?.result === 'success' || reported?.result === 'failure' || !isUsed
  const mined = found ? reported : ((await searchLogs(node, staged, head, handover.since)) ?? reported)
  const at = BigInt(Math.floor(now.getTime() / 1000))
  const needsFinalNonce = isUsed && (mined === null || mined.result === 'outer-revert')
  return {
    head: { number: head.number, timestamp: head.timestamp },
    at,
    safeNonce,
    finalNonce: needsFinalNonce ? await readFinalNonce(node, safe, head, at) : null,
    mined,
  }
}

/**
 * What two nodes agree on: the lower head and nonce, a mined transaction only when both have it in one block, and what it
 * cost only when both say the same.
 */
export function agreeOn(a: Observation, b: Observation): Observation {
  const isSame = a.mined?.blockHash === b.mined?.blockHash && a.mined?.result === b.mined?.result
  const least = (x: bigint, y: bigint): bigint => (x < y ? x : y)
  return {
    head: a.head.number <= b.head.number ? a.head : b.head,
    at: a.at,
    safeNonce: least(a.safeNonce, b.safeNonce),
    finalNonce: a.finalNonce === null || b.finalNonce === null ? null : least(a.finalNonce, b.finalNonce),
    mined: isSame && a.mined ? { ...a.mined, fee: isSameFee(a.mined.fee, b.mined?.fee) ? a.mined.fee : null } : null,
  }
}

const isSameFee = (a: Fee | null, b: Fee | null | undefined) => a?.wei === b?.wei && a?.payer === b?.payer

async function readReported(node: Node, staged: StagedTx, hash: Hash): Promise<Mined> {
  const [receiptAnswer, transactionAnswer] = await node.ask([
    { method: 'eth_getTransactionReceipt', params: [hash] },
    { method: 'eth_getTransactionByHash', params: [hash] },
  ])
  const receipt = answered(node, receiptShape, receiptAnswer)
  if (receipt === null) return null
  if (receipt.status === 1n) {
    const event = receipt.logs.find((log) => isEventOf(log, staged))
    return event ? minedBy(node, event, receipt) : null
  }
  const transaction = answered(node, transactionShape, transactionAnswer)
  const isOurs =
    transaction?.to?.toLowerCase() === staged.safe.address.toLowerCase() && isExecutionOf(transaction.input, staged.tx)
  if (!isOurs) return null
  const { timestamp } = await readBlock(node, receipt.blockNumber)
  const { transactionHash: txHash, blockNumber, blockHash } = receipt
  const fee = feeOf(receipt, node.chainId)
  return { txHash, blockNumber, blockHash, blockTimestamp: timestamp, result: 'outer-revert', fee }
}

async function searchLogs(node: Node, staged: StagedTx, head: Block, since: Date): Promise<Mined> {
  const from = await blockBefore(node, head, BigInt(Math.floor(since.getTime() / 1000)) - MARGIN_SECONDS)
  for (let start = from; start <= head.number; start += BLOCKS_PER_QUERY) {
    const end = start + BLOCKS_PER_QUERY - 1n
    const filter = {
      address: staged.safe.address,
      topics: [[SUCCESS, FAILURE]],
      fromBlock: numberToHex(start),
      toBlock: numberToHex(end < head.number ? end : head.number),
    }
    const [answer] = await node.ask([{ method: 'eth_getLogs', params: [filter] }])
    const event = answered(node, z.array(logShape), answer).find((log) => isEventOf(log, staged))
    if (event) return minedBy(node, event, await readReceipt(node, event.transactionHash))
  }
  return null
}

// Up to 1.4.1 the hash is the first word of the data; since 1.5.0 it is indexed.
function isEventOf(log: ChainLog, { safe, hashes }: StagedTx): boolean {
  const [event, indexed] = log.topics
  const hash = indexed ?? log.data.slice(0, 66)
  const isOfSafe = log.address.toLowerCase() === safe.address.toLowerCase() && !log.removed
  return isOfSafe && (event === SUCCESS || event === FAILURE) && hash === hashes.safeTx.toLowerCase()
}

// A node may have let go of old receipts and still keep the event.
async function readReceipt(node: Node, hash: Hash): Promise<Receipt | null> {
  const [answer] = await node.ask([{ method: 'eth_getTransactionReceipt', params: [hash] }])
  return answered(node, receiptShape, answer)
}

async function minedBy(node: Node, log: ChainLog, receipt: Receipt | null): Promise<Mined> {
  const { timestamp, hash } = await readBlock(node, log.blockNumber)
  if (hash !== log.blockHash) return null // replaced between two questions
  return {
    txHash: log.transactionHash,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    blockTimestamp: timestamp,
    result: log.topics[0] === SUCCESS ? 'success' : 'failure',
    fee: receipt?.blockHash === log.blockHash ? feeOf(receipt, node.chainId) : null,
  }
}

async function readBlock(node: Node, number: bigint): Promise<Block> {
  const [answer] = await node.ask([{ method: 'eth_getBlockByNumber', params: [numberToHex(number), false] }])
  return answered(node, blockShape, answer)
}

/** A block that is older than a time, found by stepping back ever further. */
async function blockBefore(node: Node, head: Block, time: bigint): Promise<bigint> {
  for (let back = 64n; back < head.number; back *= 4n) {
    const number = head.number - back
    if ((await readBlock(node, number)).timestamp < time) return number
  }
  return 0n
}

async function readFinalNonce(
  node: Node,
  safe: { readonly address: Address; readonly chainId: number },
  head: Block,
  at: bigint,
): Promise<bigint | null> {
  const { finalityDepth, finalitySeconds } = chainOf(safe.chainId)
  for (let back = BigInt(finalityDepth); back <= head.number; back += 1n + back / 4n) {
    const block = await readBlock(node, head.number - back)
    if (block.timestamp > at - BigInt(finalitySeconds)) continue
    const [answer] = await node.ask([callTo(safe.address, NONCE, numberToHex(block.number))])
    const output = returned(answer)
    // A node may have let go of old states.
    return output === null ? null : BigInt(output)
  }
  return null
}

function nonceOf(node: Node, output: Hex | null): bigint {
  if (output !== null) return BigInt(output)
  throw new AppError('UNAVAILABLE', `The chain did not answer: ${node.party} does not tell the nonce of the Safe.`)
}
