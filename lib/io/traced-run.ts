import 'server-only'
import type { Address, Hex } from 'viem'
import { numberToHex } from 'viem/utils'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import { CALL_TRACER, DIFF_TRACER, type Capabilities } from '@/lib/io/node-capabilities'
import type { Node, RpcAnswer, RpcCall } from '@/lib/io/rpc'
import { answered, quantityShape } from '@/lib/io/rpc-shapes'
import { planReads } from '@/lib/io/state-reads'
import { codeChanges } from '@/lib/simulate/code-changes'
import { nativeChanges, overridesAfter, parseDiff, type StateDiff, storageChanges } from '@/lib/simulate/diff'
import { type Measured, statusOf } from '@/lib/simulate/effects'
import type { BlockEnvironment, Head } from '@/lib/simulate/environments'
import type { ExecutionCall, StateOverrides } from '@/lib/simulate/execution-call'
import type { TraceFrame } from '@/lib/simulate/frames'
import { fundedFor, type Held } from '@/lib/simulate/funds'
import { parseTrace } from '@/lib/simulate/trace'
import type { TokenRead } from '@/lib/simulate/watch'

/** One environment's call tree and state changes. */
export type TracedRun = {
  readonly environment: BlockEnvironment
  readonly sender: Address
  readonly trace: TraceFrame
  readonly diff: StateDiff
  /** The guard that refused this sender before anything ran. */
  readonly refusedBy?: Address
}

type Runs = {
  readonly call: ExecutionCall
  readonly head: Head
  readonly environments: readonly BlockEnvironment[]
  /** Gas limit where an environment asks for a tight one. */
  readonly gas: bigint
  readonly held: Held
}

/**
 * Runs the call as the node does by default, and asks in the same request what those who may send it hold.
 * @throws AppError UNAVAILABLE
 */
export async function runLatest(
  node: Node,
  {
    call,
    head,
    environment,
    senders,
  }: Omit<Runs, 'environments' | 'gas' | 'held'> & {
    readonly environment: BlockEnvironment
    readonly senders: readonly Address[]
  },
): Promise<{ readonly latest: TracedRun; readonly held: Held }> {
  const block = numberToHex(head.number)
  const traces = tracesOf(environment, { transaction: transactionOf(environment, call), block, ...call })
  const balances = senders.map((sender) => ({ method: 'eth_getBalance', params: [sender, block] }))
  const answers = await node.ask([...traces, ...balances])
  return {
    latest: tracedRun(node, environment, call, answers),
    held: new Map(
      senders.map((sender, place) => [sender, answered(node, quantityShape, answers[traces.length + place])]),
    ),
  }
}

/** Runs the call in each environment with both tracers. @throws AppError UNAVAILABLE */
export async function runTraces(node: Node, runs: Runs): Promise<TracedRun[]> {
  const { call, head, environments, gas } = runs
  const answers = await node.ask(
    environments.flatMap((environment) => {
      const transaction = {
        ...transactionOf(environment, call),
        ...(environment.hasTightGas && { gas: numberToHex(gas) }),
      }
      const stateOverrides = withFunds(environment, node, runs)
      return tracesOf(environment, { transaction, block: numberToHex(head.number), stateOverrides })
    }),
  )
  return environments.map((environment, place) =>
    tracedRun(node, environment, call, answers.slice(place * 2, place * 2 + 2)),
  )
}

type Measuring = {
  readonly block: Hex
  readonly call: ExecutionCall
  readonly runs: readonly [TracedRun, ...TracedRun[]]
  readonly reads: readonly TokenRead[]
  readonly can: Capabilities
  readonly safe: Address
}

/** Reads every token balance and allowance before and in the state after each run. @throws AppError UNAVAILABLE */
export async function measureTraced(node: Node, measuring: Measuring): Promise<[Measured, ...Measured[]]> {
  const [first, ...others] = measuring.runs
  const [shown, ...more] = await Promise.all([
    measureRun(node, first, measuring),
    ...others.map((run) => measureRun(node, run, measuring)),
  ])
  return [shown, ...more]
}

async function measureRun(node: Node, run: TracedRun, { block, reads, can, safe }: Measuring): Promise<Measured> {
  const { environment, trace, diff, sender, refusedBy } = run
  const questions = reads.map(({ token, data }) => ({ to: token, data }))
  const { blockOverrides, author, gasPrice, baseFee, name } = environment
  const before = planReads(questions, { block, blockOverrides, stateOverrides: {} }, can)
  const after = planReads(questions, { block, blockOverrides, stateOverrides: overridesAfter(diff) }, can)
  const answers = await node.ask([...before.calls, ...after.calls])
  const [befores, afters] = [
    before.parse(node, answers.slice(0, before.calls.length)),
    after.parse(node, answers.slice(before.calls.length)),
  ]
  return {
    name,
    status: statusOf(trace.error !== null, trace.output),
    native: nativeChanges(diff, { sender, author, gasUsed: trace.gasUsed, gasPrice, baseFee }),
    readings: reads.map((read, place) => ({ read, before: befores[place] ?? null, after: afters[place] ?? null })),
    safeStorage: storageChanges(diff, safe),
    code: codeChanges(diff),
    // An owner is the sender by default, so nothing is said of one.
    ...(environment.from !== null && { sender }),
    ...(refusedBy && { refused: { guard: refusedBy, sender } }),
  }
}

const senderOf = ({ from }: BlockEnvironment, call: ExecutionCall): Address => from ?? call.from

const transactionOf = (environment: BlockEnvironment, call: ExecutionCall) => ({
  from: senderOf(environment, call),
  to: call.to,
  data: call.data,
  ...(environment.gasPrice > 0n ? { gasPrice: numberToHex(environment.gasPrice) } : {}),
})

function tracesOf(
  { blockOverrides }: BlockEnvironment,
  asked: { readonly transaction: object; readonly block: Hex; readonly stateOverrides: StateOverrides },
): RpcCall[] {
  const { transaction, block, stateOverrides } = asked
  return [CALL_TRACER, DIFF_TRACER].map((tracer) => ({
    method: 'debug_traceCall',
    params: [transaction, block, { ...tracer, stateOverrides, blockOverrides }],
  }))
}

function tracedRun(
  node: Node,
  environment: BlockEnvironment,
  call: ExecutionCall,
  [trace, diff]: readonly RpcAnswer[],
): TracedRun {
  return {
    environment,
    sender: senderOf(environment, call),
    trace: understood(node, trace, parseTrace),
    diff: understood(node, diff, parseDiff),
  }
}

function withFunds(environment: BlockEnvironment, { chainId }: Node, { call, gas, held, head }: Runs): StateOverrides {
  if (environment.gasPrice === 0n) return call.stateOverrides
  const { baseFee } = environment
  const hasL1Fee = chainOf(chainId).hasL1Fee === true
  return fundedFor(senderOf(environment, call), call, { held, head, asked: { gas, baseFee, hasL1Fee } })
}

function understood<Parsed>(
  node: Node,
  answer: RpcAnswer | undefined,
  parse: (result: unknown) => Parsed | null,
): Parsed {
  const parsed = answer?.ok ? parse(answer.result) : null
  if (parsed !== null) return parsed
  const why = answer?.ok === false ? answer.message : 'its trace is not in a form that can be trusted'
  throw new AppError('UNAVAILABLE', `The chain did not answer: ${node.party} cannot trace the transaction (${why}).`)
}
