import 'server-only'
import type { Address } from 'viem'
import { getAddress, numberToHex } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { runInTurn } from '@/lib/io/in-turn'
import { missingCapability, probeNode, type Capabilities } from '@/lib/io/node-capabilities'
import { type NodeReport, reportNodes } from '@/lib/io/node-reports'
import type { Node, Rpc } from '@/lib/io/rpc'
import { askOthers } from '@/lib/io/other-nodes'
import { answered, hexShape, readHead } from '@/lib/io/rpc-shapes'
import { measureTraced, runLatest, runTraces, type TracedRun } from '@/lib/io/traced-run'
import { type BlockSubject, measureSimulatedBlock } from '@/lib/io/simulated-block'
import { runValidated } from '@/lib/io/validated-run'
import { makeWitness, type WitnessSubject } from '@/lib/io/witness'
import { composeEffects, unansweredToken } from '@/lib/simulate/effects'
import { blockEnvironments, type Head, sentByOwner } from '@/lib/simulate/environments'
import { type ExecutionCall, executionCall } from '@/lib/simulate/execution-call'
import type { Witness } from '@/lib/simulate/proof/types'
import { isRefusedByGuard } from '@/lib/simulate/refused-by-guard'
import { failureReason } from '@/lib/simulate/revert-reason'
import { settingSlots } from '@/lib/simulate/safe-slots'
import { calledAddresses, IMPLEMENTATION_SLOT, touchedContracts } from '@/lib/simulate/touched'
import type { TraceFrame } from '@/lib/simulate/frames'
import type { Held } from '@/lib/simulate/funds'
import type { Ahead } from '@/lib/simulate/turn'
import type { Effects, SafeState, TouchedContract } from '@/lib/simulate/types'
import { MAX_READS, slotCandidates, tokenReads } from '@/lib/simulate/watch'
import type { Asset, StagedTx } from '@/lib/stage/types'

export type SimulationSubject = {
  readonly staged: StagedTx
  /** Null when the chain did not say: then nothing is simulated. */
  readonly state: SafeState | null
  /** Registered assets; balances of the Safe in each are measured. */
  readonly assets: readonly Asset[]
  /** Withdrawals that the chain takes before it; it is run after them, too. */
  readonly ahead?: readonly Ahead[]
  /** Who is known to execute for this Safe; null where nobody ever did. */
  readonly executor?: Address | null
}

export type Simulator = {
  /** What the transaction does at the latest block, in up to five environments. Unavailable is a value, never a guess. */
  readonly simulate: (subject: SimulationSubject) => Promise<Effects>
  /**
   * Everything that a run of it reads from a block, with proofs, for whoever does not believe the above.
   * @throws AppError UNAVAILABLE when no node proves it
   */
  readonly witness: (subject: WitnessSubject) => Promise<Witness>
  /** What each node of a chain can do, the preferred first. @throws AppError UNAVAILABLE when the chain has none */
  readonly probe: (chainId: number) => Promise<readonly NodeReport[]>
}

/** Simulation by the chain's nodes: `debug_traceCall` twice per environment, and `eth_simulateV1` where it exists. */
export function createSimulator(rpc: Rpc): Simulator {
  const probed = new Map<string, Promise<Capabilities>>()
  const capabilitiesOf = async (node: Node): Promise<Capabilities> => {
    const known = probed.get(node.url) ?? probeNode(node)
    probed.set(node.url, known)
    // A node that lacks something today may be upgraded tomorrow; only an answer with all that a simulation asks is kept.
    const forget = () => probed.delete(node.url)
    const found = await known.catch((error: unknown) => {
      forget()
      throw error
    })
    const { getProof: _, ...asked } = found
    if (Object.values(asked).includes(false)) forget()
    return found
  }
  return {
    witness: (subject) => rpc.withNode(subject.staged.safe.chainId, (node) => makeWitness(node, subject)),
    probe: async (chainId) => reportNodes(rpc.nodesOf(chainId), capabilitiesOf),
    simulate: async (subject) => {
      try {
        const { chainId } = subject.staged.safe
        return await rpc.withNode(chainId, async (node) => {
          const others = rpc.nodesOf(chainId).filter((other) => other !== node)
          return simulateOn({ node, can: await capabilitiesOf(node), others, capabilitiesOf }, subject)
        })
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error
        return { kind: 'unavailable', party: 'the chain’s nodes', reason: error.message }
      }
    },
  }
}

type Place = {
  readonly node: Node
  readonly can: Capabilities
  readonly others: readonly Node[]
  readonly capabilitiesOf: (node: Node) => Promise<Capabilities>
}

async function simulateOn(
  { node, can, others, capabilitiesOf }: Place,
  { staged, state, assets, ahead = [], executor = null }: SimulationSubject,
): Promise<Effects> {
  const unavailable = (reason: string): Effects => ({ kind: 'unavailable', party: node.party, reason })
  if (state === null) return unavailable('The state of the Safe is not known, so nothing was simulated.')
  const missing = missingCapability(node, can)
  if (missing !== null) throw new AppError('UNAVAILABLE', missing)
  const { miner, baseFeePerGas, number, hash, timestamp, gasLimit, mixHash } = await readHead(node)
  const head: Head = {
    ...{ number, hash, timestamp, gasLimit, author: miner, baseFee: baseFeePerGas, randomness: mixHash },
  }
  const call = executionCall(staged, state)
  const block = numberToHex(number)

  const [first, ...later] = blockEnvironments(head, executor)
  const senders = executor === null ? [call.from] : [call.from, executor]
  const { latest, held } = await runLatest(node, { call, head, environment: first, senders })
  // As a wallet would estimate it; the Safe wants 64/63 of safeTxGas to be there before the inner call (GS010).
  const gas = (latest.trace.gasUsed * 3n) / 2n + (staged.tx.safeTxGas * 65n) / 63n + 100_000n
  const setting = { call, head, gas, held }
  const tried = await runTraces(node, { ...setting, environments: later })
  const runs: [TracedRun, ...TracedRun[]] = [latest, ...(await withOwners(node, setting, latest, tried, state))]
  const traces = runs.map((run) => run.trace)

  const safe = getAddress(staged.safe.address)
  const tokens = assets.flatMap(({ address, chainId }) =>
    address === 'native' || chainId !== staged.safe.chainId ? [] : [getAddress(address)],
  )
  const reads = tokenReads(traces, safe, tokens)
  if (reads.length > MAX_READS)
    return unavailable(`It touches more than ${MAX_READS} balances, more than are measured.`)
  const subject: BlockSubject = { block, call, reads, runs, safe, settings: settingSlots(state) }
  const isExecutorRefused = runs.some(({ refusedBy, sender }) => refusedBy !== undefined && sender === executor)
  const sender = executor === null || isExecutorRefused ? call.from : executor
  const [measured, simulatedBlock, validated, touched] = await Promise.all([
    measureTraced(node, { block, call, runs, reads, can, safe }),
    can.simulateV1 ? measureSimulatedBlock(node, subject) : null,
    can.simulateV1 ? runValidated(node, { ...setting, sender }) : null,
    readTouched(node, block, traces),
  ])
  const silent = unansweredToken(measured, tokens)
  if (silent !== null)
    throw new AppError(
      'UNAVAILABLE',
      `The registered token ${silent} did not answer at ${node.party}, so what it moves is not known.`,
    )
  const { status } = measured[0]
  const asked = { node, head, subject, status, block: simulatedBlock, capabilitiesOf }
  const turn = { can, state, own: staged.tx.nonce, ahead, alone: simulatedBlock }
  const [voices, inTurn] = await Promise.all([
    askOthers(others, asked),
    ahead.length === 0 ? null : runInTurn(node, subject, turn),
  ])
  const effects = composeEffects({
    head,
    safe,
    root: latest.trace,
    revertReason: failureReason(latest.trace, status === 'inner-failure'),
    measured: simulatedBlock === null ? measured : [...measured, simulatedBlock.measured],
    candidates: slotCandidates(traces, state.owners),
    ...{ touched, inTurn, validated },
  })
  return effects.kind === 'unavailable' ? effects : { ...effects, party: node.party, voices }
}

type Setting = { readonly call: ExecutionCall; readonly head: Head; readonly gas: bigint; readonly held: Held }

// A guard may let only some execute. Then the same block is run again by an owner, so that a trick in it shows all the same.
async function withOwners(
  node: Node,
  setting: Setting,
  latest: TracedRun,
  tried: readonly TracedRun[],
  { guard }: SafeState,
): Promise<TracedRun[]> {
  if (latest.trace.error !== null) return [...tried]
  const told = tried.map((run): TracedRun => {
    const isRefused = run.environment.from !== null && isRefusedByGuard(run.trace, setting.call.to, guard)
    return isRefused ? { ...run, refusedBy: guard } : run
  })
  const again = told.filter(({ refusedBy }) => refusedBy !== undefined).map((run) => sentByOwner(run.environment))
  return again.length === 0 ? told : [...told, ...(await runTraces(node, { ...setting, environments: again }))]
}

async function readTouched(
  node: Node,
  block: `0x${string}`,
  traces: readonly TraceFrame[],
): Promise<TouchedContract[]> {
  const addresses = calledAddresses(traces)
  const answers = await node.ask(
    addresses.flatMap((address: Address) => [
      { method: 'eth_getCode', params: [address, block] },
      { method: 'eth_getStorageAt', params: [address, numberToHex(0, { size: 32 }), block] },
      { method: 'eth_getStorageAt', params: [address, IMPLEMENTATION_SLOT, block] },
    ]),
  )
  const facts = addresses.map((address, place) => ({
    address,
    code: answered(node, hexShape, answers[place * 3]),
    slot0: answered(node, hexShape, answers[place * 3 + 1]),
    eip1967: answered(node, hexShape, answers[place * 3 + 2]),
  }))
  return touchedContracts(facts, traces)
}
