import 'server-only'
import type { Address, Hex } from 'viem'
import { numberToHex } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { CALL_TRACER, DIFF_TRACER, type Capabilities } from '@/lib/io/node-capabilities'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { planReads } from '@/lib/io/state-reads'
import { codeChanges } from '@/lib/simulate/code-changes'
import { nativeChanges, overridesAfter, parseDiff, type StateDiff, storageChanges } from '@/lib/simulate/diff'
import { type Measured, statusOf } from '@/lib/simulate/effects'
import type { BlockEnvironment } from '@/lib/simulate/environments'
import type { ExecutionCall, StateOverrides } from '@/lib/simulate/execution-call'
import type { TraceFrame } from '@/lib/simulate/frames'
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

/** Enough for any gas bill, so that the simulated executor never fails for lack of it. */
const SENDER_BALANCE = numberToHex(10n ** 24n)

type Runs = {
  readonly call: ExecutionCall
  readonly block: Hex
  readonly environments: readonly BlockEnvironment[]
  /** Gas limit where an environment asks for a tight one. */
  readonly gas: bigint | null
}

/** Runs the call in each environment with both tracers. @throws AppError UNAVAILABLE */
export async function runTraces(node: Node, { call, block, environments, gas }: Runs): Promise<TracedRun[]> {
  const answers = await node.ask(
    environments.flatMap((environment) => {
      const transaction = transactionIn(environment, call, gas)
      const stateOverrides = withFunds(environment, call)
      const { blockOverrides } = environment
      return [CALL_TRACER, DIFF_TRACER].map((tracer) => ({
        method: 'debug_traceCall',
        params: [transaction, block, { ...tracer, stateOverrides, blockOverrides }],
      }))
    }),
  )
  return environments.map((environment, place) => ({
    environment,
    sender: environment.from ?? call.from,
    trace: understood(node, answers[place * 2], parseTrace),
    diff: understood(node, answers[place * 2 + 1], parseDiff),
  }))
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

function transactionIn(environment: BlockEnvironment, call: ExecutionCall, gas: bigint | null) {
  return {
    from: environment.from ?? call.from,
    to: call.to,
    data: call.data,
    ...(environment.gasPrice > 0n ? { gasPrice: numberToHex(environment.gasPrice) } : {}),
    ...(environment.hasTightGas && gas !== null ? { gas: numberToHex(gas) } : {}),
  }
}

function withFunds(environment: BlockEnvironment, call: ExecutionCall): StateOverrides {
  if (environment.gasPrice === 0n) return call.stateOverrides
  const sender = environment.from ?? call.from
  return { ...call.stateOverrides, [sender]: { ...call.stateOverrides[sender], balance: SENDER_BALANCE } }
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
