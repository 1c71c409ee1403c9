import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { getAddress } from 'viem/utils'
import { z } from 'zod'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Node, RpcAnswer } from '@/lib/io/rpc'

export const hexShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text.toLowerCase() as Hex)
export const quantityShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform((text) => BigInt(text))
export const hashShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hash)
export const addressShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text): Address => getAddress(text))

const toldQuantity = quantityShape.nullish().transform((quantity) => quantity ?? null)

export const blockShape = z.object({
  number: quantityShape,
  hash: hashShape,
  timestamp: quantityShape,
  baseFeePerGas: quantityShape.default(0n),
  miner: addressShape,
  // Only copied into runs that are to be like the real one.
  gasLimit: toldQuantity,
  mixHash: hashShape.nullish().transform((hash) => hash ?? null),
})
export type Block = z.output<typeof blockShape>

export const logShape = z.object({
  address: addressShape,
  topics: z.array(hexShape),
  data: hexShape,
  blockNumber: quantityShape,
  blockHash: hashShape,
  transactionHash: hashShape,
  removed: z.boolean().default(false),
})
export type ChainLog = z.output<typeof logShape>

export const receiptShape = z
  .object({
    transactionHash: hashShape,
    blockNumber: quantityShape,
    blockHash: hashShape,
    status: quantityShape,
    logs: z.array(logShape),
    // Nothing is decided by what follows, so a node that leaves it out is believed in the rest.
    from: addressShape.nullish().transform((sender) => sender ?? null),
    gasUsed: toldQuantity,
    effectiveGasPrice: toldQuantity,
    blobGasUsed: toldQuantity,
    blobGasPrice: toldQuantity,
    l1Fee: toldQuantity,
    operatorFeeScalar: toldQuantity,
    operatorFeeConstant: toldQuantity,
  })
  .nullable()
export type Receipt = NonNullable<z.output<typeof receiptShape>>
export const transactionShape = z.object({ to: addressShape.nullable(), input: hexShape }).nullable()

/** What the node must have said. @throws AppError UNAVAILABLE with the node's own words when it did not */
export function answered<Shape extends z.ZodType>(
  node: Node,
  shape: Shape,
  answer: RpcAnswer | undefined,
): z.output<Shape> {
  if (!answer?.ok)
    throw new AppError('UNAVAILABLE', `The chain did not answer: ${node.party} says “${answer?.message ?? 'nothing'}”.`)
  const parsed = shape.safeParse(answer.result)
  if (!parsed.success)
    throw new AppError('UNAVAILABLE', `The chain did not answer in a form that can be trusted (${node.party}).`)
  return parsed.data
}

/**
 * Bytes returned by an `eth_call`, or null when the contract reverted, is not there or does not know the function.
 * @throws AppError UNAVAILABLE when the node did not run it, which says nothing of the contract
 */
export function contractAnswer(node: Node, answer: RpcAnswer | undefined): Hex | null {
  if (answer?.ok === false && isRevert(answer.message)) return null
  const output = answered(node, hexShape, answer)
  return output === '0x' ? null : output
}

// The words of geth, erigon, reth, anvil, besu and nethermind. What none of them says is taken for an outage: codes differ
// between nodes, and a limit taken for a revert would hide what the contract holds.
const REVERTS =
  /^(execution reverted|vm execution error|reverted\b|revert$|evm error|invalid opcode|invalid jump|bad instruction|out ?of ?gas|gas uint64 overflow|stack (under|over)flow|stack limit reached|write protection|return data out of bounds)/i

/** Whether a node's refusal of a call is the contract's own. */
export function isRevert(message: string): boolean {
  return REVERTS.test(message)
}

/** As `contractAnswer`, for questions where no answer and a revert mean the same. */
export function returned(answer: RpcAnswer | undefined): Hex | null {
  const parsed = answer?.ok ? hexShape.safeParse(answer.result).data : undefined
  return parsed === undefined || parsed === '0x' ? null : parsed
}

/**
 * The block a read is pinned to.
 * @throws AppError UNAVAILABLE also when it is too old for its chain: a node that stands still or repeats old answers
 */
export async function readHead(node: Node): Promise<Block> {
  const [answer] = await node.ask([{ method: 'eth_getBlockByNumber', params: ['latest', false] }])
  const head = answered(node, blockShape, answer)
  const { name, maxHeadAgeSeconds } = chainOf(node.chainId)
  if (maxHeadAgeSeconds === null) return head
  const ageSeconds = Math.floor(node.clock.now().getTime() / 1000) - Number(head.timestamp)
  if (ageSeconds > maxHeadAgeSeconds)
    throw new AppError(
      'UNAVAILABLE',
      `The chain did not answer: the newest block of ${name} at ${node.party} is ${ageSeconds} s old, more than the ${maxHeadAgeSeconds} s allowed.`,
    )
  if (ageSeconds < -maxHeadAgeSeconds)
    throw new AppError(
      'UNAVAILABLE',
      `The newest block of ${name} at ${node.party} is ${-ageSeconds} s ahead of this machine’s clock. One of them is wrong.`,
    )
  return head
}
