import 'server-only'
import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import type { Capabilities } from '@/lib/io/node-capabilities'
import type { Node, RpcAnswer, RpcCall } from '@/lib/io/rpc'
import { addressShape, contractAnswer, hexShape, quantityShape } from '@/lib/io/rpc-shapes'
import type { StateOverrides } from '@/lib/simulate/execution-call'
import type { TraceLog } from '@/lib/simulate/frames'

export type StateRead = { readonly to: Address; readonly data: Hex; readonly from?: Address }

/** A call of `eth_simulateV1` that is no plain read. */
type Sent = Omit<StateRead, 'data'> & {
  readonly data?: Hex
  readonly value?: Hex
  readonly gas?: Hex
  readonly maxFeePerGas?: Hex
  readonly maxPriorityFeePerGas?: Hex
}

export type SimulatedCall = {
  readonly isReverted: boolean
  /** Not run at all: the node refused the transaction as one that no block would take. */
  readonly isRefused: boolean
  readonly output: Hex
  readonly logs: readonly TraceLog[]
}

/** Reads in a pretended state, as RPC calls and the way to understand their answers. */
export type PlannedReads = {
  readonly calls: readonly RpcCall[]
  /**
   * One entry per read; null where the contract did not answer with one word.
   * @throws AppError UNAVAILABLE when the node did not run every read: an outage is no answer of a contract
   */
  readonly parse: (node: Node, answers: readonly RpcAnswer[]) => (bigint | null)[]
}

type Setting = {
  readonly block: Hex
  readonly blockOverrides: Readonly<Record<string, Hex>>
  readonly stateOverrides: StateOverrides
}

/** One `eth_simulateV1` where the node has it, else one `eth_call` per read. */
export function planReads(reads: readonly StateRead[], setting: Setting, can: Capabilities): PlannedReads {
  if (reads.length === 0) return { calls: [], parse: () => [] }
  if (!can.simulateV1) {
    const { block, stateOverrides, blockOverrides } = setting
    return {
      calls: reads.map((read) => ({ method: 'eth_call', params: [read, block, stateOverrides, blockOverrides] })),
      parse: (node, answers) => reads.map((_, place) => oneWord(contractAnswer(node, answers[place]) ?? '0x')),
    }
  }
  return {
    calls: [simulateCall([{ ...setting, calls: reads }], setting.block)],
    parse: (node, [answer]) => {
      const [block] = parseSimulated(answer) ?? []
      if (block?.length !== reads.length) throw notRead(node, answer)
      return block.map((call) => (call.isReverted ? null : oneWord(call.output)))
    },
  }
}

/**
 * `eth_simulateV1` of one or more blocks, each on the state that the one before left.
 * @param how `validated` has the node check nonce, fees and funds as of a sent transaction, and log moves of the chain's coin
 */
export function simulateCall(
  blocks: readonly {
    readonly stateOverrides?: StateOverrides
    readonly blockOverrides?: Readonly<Record<string, Hex>>
    readonly calls: readonly (StateRead | Sent)[]
  }[],
  block: Hex,
  how: 'free' | 'validated' = 'free',
): RpcCall {
  const blockStateCalls = blocks.map(({ stateOverrides, blockOverrides, calls }) => ({
    ...(stateOverrides === undefined ? {} : { stateOverrides }),
    ...(blockOverrides === undefined ? {} : { blockOverrides }),
    calls,
  }))
  const options = how === 'free' ? { validation: false } : { validation: true, traceTransfers: true }
  return { method: 'eth_simulateV1', params: [{ blockStateCalls, ...options }, block] }
}

const eventShape = z.object({ address: addressShape, topics: z.array(hexShape), data: hexShape.default('0x') })
/** What the method's own specification sets aside for transactions that are not valid. */
const REFUSALS = { from: -38_999, to: -38_000 }
const simulatedShape = z.array(
  z.object({
    calls: z.array(
      z
        .object({
          status: quantityShape,
          returnData: hexShape.default('0x'),
          logs: z.array(eventShape).default([]),
          error: z
            .object({ code: z.number() })
            .nullish()
            .transform((found) => found?.code ?? 0),
        })
        .transform(({ status, returnData, logs, error }): SimulatedCall => ({
          isReverted: status !== 1n,
          isRefused: status !== 1n && REFUSALS.from <= error && error <= REFUSALS.to,
          output: returnData,
          logs,
        })),
    ),
  }),
)

/** Calls of each simulated block, or null when the node gave no usable answer. */
export function parseSimulated(answer: RpcAnswer | undefined): SimulatedCall[][] | null {
  const parsed = answer?.ok ? simulatedShape.safeParse(answer.result).data : undefined
  return parsed?.map(({ calls }) => calls) ?? null
}

/** A single returned word; anything else is no answer to a balance question. */
export function oneWord(output: Hex): bigint | null {
  return output.length === 66 ? BigInt(output) : null
}

function notRead(node: Node, answer: RpcAnswer | undefined): AppError {
  const why = answer?.ok === false ? `it says “${answer.message}”` : 'its answer is not complete'
  return new AppError('UNAVAILABLE', `The chain did not answer: ${node.party} did not read what changes, ${why}.`)
}
