import 'server-only'
import type { Address } from 'viem'
import { numberToHex, pad } from 'viem/utils'
import { z } from 'zod'
import { isSameAddress } from '@/lib/core/address'
import type { OnwardTransfer } from '@/lib/execute/onward'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { addressShape, answered, hashShape, quantityShape, receiptShape } from '@/lib/io/rpc-shapes'
import { TRANSFER, type TransferLog, transferOf, transferShape } from '@/lib/io/transfer-log'

/** Whose transfers, of which registered tokens, in which blocks. */
export type OnwardQuestion = {
  readonly accounts: readonly Address[]
  readonly tokens: readonly Address[]
  readonly from: bigint
  readonly to: bigint
}

export type OnwardAnswer = {
  readonly transfers: readonly OnwardTransfer[]
  /** Whose native balance fell by no transaction of their own: code moved it, and no node says where without a trace. */
  readonly unseen: readonly Address[]
  /** The node no longer has the state of those blocks: what code moved is not seen at all. */
  readonly isStateGone: boolean
}

/** A whole block has up to a megabyte, so few are asked for at once. */
const BLOCKS_AT_ONCE = 10

const blockShape = z.object({
  transactions: z.array(
    z.object({ from: addressShape, to: addressShape.nullish(), value: quantityShape, hash: hashShape }),
  ),
})

/**
 * What accounts sent on in a stretch of blocks: registered tokens by their logs, the native coin by their own transactions.
 * Whole blocks are read only where an account's nonce moved, or may have.
 * @throws AppError UNAVAILABLE
 */
export async function readOnwardOn(node: Node, question: OnwardQuestion): Promise<OnwardAnswer> {
  const tokens = await tokenTransfers(node, question)
  const { moved, unseen, isStateGone } = await movedAccounts(node, question)
  return { transfers: [...tokens, ...(await nativeTransfers(node, question, moved))], unseen, isStateGone }
}

async function tokenTransfers(
  node: Node,
  { accounts, tokens, from, to }: OnwardQuestion,
): Promise<readonly OnwardTransfer[]> {
  if (tokens.length === 0 || accounts.length === 0) return []
  const filter = { address: tokens, topics: [TRANSFER, accounts.map((one) => pad(one).toLowerCase())] }
  return (await logsIn(node, filter, from, to)).flatMap((log) =>
    accounts
      .filter((one) => log.topics[1]?.slice(26) === one.slice(2).toLowerCase())
      .flatMap((sender) =>
        transferOf(log, log.topics[2]).map(({ token, ...one }) => ({ ...one, from: sender, asset: token })),
      ),
  )
}

// A node refuses what has too many logs: half of it is asked then, down to one block, so that no crowd ends the look.
async function logsIn(node: Node, filter: object, from: bigint, to: bigint): Promise<readonly TransferLog[]> {
  const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) }
  const [answer] = await node.ask([{ method: 'eth_getLogs', params: [{ ...range, ...filter }] }])
  if (answer?.ok !== false || from >= to) return answered(node, z.array(transferShape), answer)
  const middle = (from + to) / 2n
  return [...(await logsIn(node, filter, from, middle)), ...(await logsIn(node, filter, middle + 1n, to))]
}

async function movedAccounts(node: Node, { accounts, from, to }: OnwardQuestion) {
  const before = numberToHex(from > 0n ? from - 1n : 0n)
  const answers = await node.ask(
    accounts.flatMap((account) =>
      ['eth_getTransactionCount', 'eth_getBalance'].flatMap((method) =>
        [before, numberToHex(to)].map((at) => ({ method, params: [account, at] })),
      ),
    ),
  )
  const told = answers.map(quantityOf)
  const changes = accounts.map((account, at) => {
    const [firstNonce, lastNonce, firstBalance, lastBalance] = told.slice(4 * at, 4 * at + 4)
    const isTold = firstNonce !== undefined && lastNonce !== undefined
    const isWeighed = firstBalance !== undefined && lastBalance !== undefined
    const hasSent = !isTold || firstNonce !== lastNonce
    return { account, hasSent, hasLess: isWeighed && lastBalance < firstBalance, isGone: !isTold || !isWeighed }
  })
  return {
    moved: changes.filter(({ hasSent }) => hasSent).map(({ account }) => account),
    unseen: changes.filter(({ hasSent, hasLess }) => !hasSent && hasLess).map(({ account }) => account),
    isStateGone: changes.some(({ isGone }) => isGone),
  }
}

// Nodes forget the state of old blocks, and keep the blocks.
const quantityOf = (answer: RpcAnswer | undefined): bigint | undefined =>
  answer?.ok ? quantityShape.safeParse(answer.result).data : undefined

async function nativeTransfers(
  node: Node,
  { from, to }: OnwardQuestion,
  senders: readonly Address[],
): Promise<readonly OnwardTransfer[]> {
  if (senders.length === 0) return []
  const transfers: OnwardTransfer[] = []
  for (let first = from; first <= to; first += BigInt(BLOCKS_AT_ONCE)) {
    const numbers = Array.from({ length: BLOCKS_AT_ONCE }, (_, at) => first + BigInt(at)).filter((one) => one <= to)
    const answers = await node.ask(
      numbers.map((one) => ({ method: 'eth_getBlockByNumber', params: [numberToHex(one), true] })),
    )
    for (const [at, block] of numbers.entries())
      for (const sent of answered(node, blockShape, answers[at]).transactions) {
        const sender = senders.find((one) => isSameAddress(one, sent.from))
        if (sender === undefined || !sent.to || sent.value === 0n) continue
        const { to: other, value: units, hash: txHash } = sent
        transfers.push({ from: sender, other, asset: 'native', units, txHash, logIndex: null, block })
      }
  }
  return transfers
}

/** Which of these transactions did what they say, in the order asked: one that reverted moved nothing. */
export async function readSucceededOn(node: Node, hashes: readonly string[]): Promise<readonly boolean[]> {
  const answers = await node.ask(hashes.map((hash) => ({ method: 'eth_getTransactionReceipt', params: [hash] })))
  return answers.map((answer) => answered(node, receiptShape, answer)?.status === 1n)
}
