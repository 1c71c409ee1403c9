import 'server-only'
import type { Address, Hash } from 'viem'
import { getAddress, numberToHex, pad, parseAbi, toEventSelector } from 'viem/utils'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import type { Receipt } from '@/lib/execute/seen-transfers'
import type { SafeActivity } from '@/lib/execute/watch'
import type { Node } from '@/lib/io/rpc'
import { answered, type ChainLog } from '@/lib/io/rpc-shapes'
import { readSafe } from '@/lib/io/safe-state'
import { TRANSFER, type TransferLog, transferOf, transferShape } from '@/lib/io/transfer-log'

const EVENTS = parseAbi([
  'event ExecutionSuccess(bytes32 txHash, uint256 payment)',
  'event ExecutionFailure(bytes32 txHash, uint256 payment)',
  'event ExecutionFromModuleSuccess(address module)',
  'event ExecutionFromModuleFailure(address module)',
  'event SafeReceived(address sender, uint256 value)',
])
const [SUCCESS, FAILURE, MODULE_SUCCESS, MODULE_FAILURE, RECEIVED] = EVENTS.map((event) => toEventSelector(event))

const BLOCKS_PER_QUERY = 5_000n

/**
 * What happened to a Safe after a block, as one node tells it: who executed what, which module acted, which tokens left, and
 * which came, with the chain's coin.
 * Hash and module are indexed since 1.5.0 and the first word of the data before.
 * @throws AppError UNAVAILABLE
 */
async function activityOn(node: Node, safe: Address, after: bigint): Promise<SafeActivity> {
  const { state, block } = await readSafe(node, safe)
  const own: TransferLog[] = []
  const sentLogs: TransferLog[] = []
  const receivedLogs: TransferLog[] = []
  for (let from = after + 1n; from <= block; from += BLOCKS_PER_QUERY) {
    const end = from + BLOCKS_PER_QUERY - 1n
    const range = { fromBlock: numberToHex(from), toBlock: numberToHex(end < block ? end : block) }
    const executed = { ...range, address: safe, topics: [[SUCCESS, FAILURE, MODULE_SUCCESS, MODULE_FAILURE, RECEIVED]] }
    const sent = { ...range, topics: [TRANSFER, pad(safe)] }
    const received = { ...range, topics: [TRANSFER, null, pad(safe)] }
    const [a, b, c] = await node.ask(
      [executed, sent, received].map((filter) => ({ method: 'eth_getLogs', params: [filter] })),
    )
    own.push(...answered(node, z.array(transferShape), a))
    sentLogs.push(...answered(node, z.array(transferShape), b))
    receivedLogs.push(...answered(node, z.array(transferShape), c))
  }
  const kept = own.filter((log) => !log.removed && log.address.toLowerCase() === safe.toLowerCase())
  const [isExecution, isModule] = [
    [SUCCESS, FAILURE],
    [MODULE_SUCCESS, MODULE_FAILURE],
  ].map((topics) => (log: ChainLog) => topics.includes(log.topics[0]))
  return {
    block,
    state,
    executions: kept
      .filter((log) => isExecution?.(log))
      .map((log) => ({ safeTxHash: wordOf(log), txHash: log.transactionHash })),
    moduleExecutions: kept
      .filter((log) => isModule?.(log))
      .map((log) => ({ module: getAddress(`0x${wordOf(log).slice(26)}`), txHash: log.transactionHash })),
    outflows: sentLogs.flatMap((log) => transferOf(log, log.topics[2])),
    received: [
      ...receivedLogs.flatMap((log) => transferOf(log, log.topics[1])),
      ...kept.filter((log) => log.topics[0] === RECEIVED).flatMap(coinOf),
    ],
  }
}

/** The chain's coin, as the Safe itself logs it since 1.3.0; an older one logs nothing when it is paid. */
const coinOf = (log: TransferLog): Receipt[] =>
  transferOf(log, log.topics[1]).map((transfer) => ({ ...transfer, token: 'native' }))

const wordOf = (log: ChainLog): Hash => (log.topics[1] ?? log.data.slice(0, 66)) as Hash

/**
 * The same as all nodes that answer tell it together: what one of them hides, another shows.
 * @throws AppError UNAVAILABLE when none answers
 */
export async function readActivity(nodes: readonly Node[], safe: Address, after: bigint): Promise<SafeActivity> {
  const answers = await Promise.allSettled(nodes.map((node) => activityOn(node, safe, after)))
  const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const [first, ...others] = told
  if (!first) throw refusalIn(answers)
  return others.reduce(
    (all, one) => ({
      ...all,
      executions: [...all.executions, ...one.executions],
      moduleExecutions: [...all.moduleExecutions, ...one.moduleExecutions],
      outflows: [...all.outflows, ...one.outflows],
      received: [...all.received, ...one.received],
    }),
    first,
  )
}

function refusalIn(answers: readonly PromiseSettledResult<SafeActivity>[]): unknown {
  const refused = answers.find((answer) => answer.status === 'rejected')
  return refused?.reason ?? new AppError('UNAVAILABLE', 'No node of this chain is known.')
}
