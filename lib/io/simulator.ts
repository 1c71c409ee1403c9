import 'server-only'
import type { Address } from 'viem'
import { getAddress, numberToHex } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { missingCapability, probeNode, type Capabilities } from '@/lib/io/node-capabilities'
import type { Node, Rpc } from '@/lib/io/rpc'
import { answered, hexShape, readHead } from '@/lib/io/rpc-shapes'
import { measureTraced, runTraces, type TracedRun } from '@/lib/io/traced-run'
import { measureSimulatedBlock } from '@/lib/io/simulated-block'
import { makeWitness, type WitnessSubject } from '@/lib/io/witness'
import { composeEffects, unansweredToken } from '@/lib/simulate/effects'
import { blockEnvironments, type Head } from '@/lib/simulate/environments'
import { executionCall } from '@/lib/simulate/execution-call'
import type { Witness } from '@/lib/simulate/proof/types'
import { failureReason } from '@/lib/simulate/revert-reason'
import { calledAddresses, IMPLEMENTATION_SLOT, touchedContracts } from '@/lib/simulate/touched'
import type { TraceFrame } from '@/lib/simulate/frames'
import type { Effects, SafeState, TouchedContract } from '@/lib/simulate/types'
import { MAX_READS, slotCandidates, tokenReads } from '@/lib/simulate/watch'
import type { Asset, StagedTx } from '@/lib/stage/types'

export type SimulationSubject = {
  readonly staged: StagedTx
  /** Null when the chain did not say: then nothing is simulated. */
  readonly state: SafeState | null
  /** Registered assets; balances of the Safe in each are measured. */
  readonly assets: readonly Asset[]
}

export type Simulator = {
  /** What the transaction does at the latest block, in four environments. Unavailable is a value, never a guess. */
  readonly simulate: (subject: SimulationSubject) => Promise<Effects>
  /**
   * Everything that a run of it reads from a block, with proofs, for whoever does not believe the above.
   * @throws AppError UNAVAILABLE when no node proves it
   */
  readonly witness: (subject: WitnessSubject) => Promise<Witness>
  /** What the chain's preferred node can do. @throws AppError UNAVAILABLE */
  readonly probe: (chainId: number) => Promise<Capabilities>
}

/** Simulation by the chain's nodes: `debug_traceCall` twice per environment, and `eth_simulateV1` where it exists. */
export function createSimulator(rpc: Rpc): Simulator {
  const probed = new Map<string, Promise<Capabilities>>()
  const capabilitiesOf = async (node: Node): Promise<Capabilities> => {
    const known = probed.get(node.url) ?? probeNode(node)
    probed.set(node.url, known)
    // A node that lacks something today may be upgraded tomorrow; only a full answer is kept.
    const forget = () => probed.delete(node.url)
    const found = await known.catch((error: unknown) => {
      forget()
      throw error
    })
    if (Object.values(found).includes(false)) forget()
    return found
  }
  return {
    witness: (subject) => rpc.withNode(subject.staged.safe.chainId, (node) => makeWitness(node, subject)),
    probe: (chainId) => rpc.withNode(chainId, capabilitiesOf),
    simulate: async (subject) => {
      try {
        return await rpc.withNode(subject.staged.safe.chainId, async (node) =>
          simulateOn(node, await capabilitiesOf(node), subject),
        )
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error
        return { kind: 'unavailable', party: 'the chain’s nodes', reason: error.message }
      }
    },
  }
}

async function simulateOn(
  node: Node,
  can: Capabilities,
  { staged, state, assets }: SimulationSubject,
): Promise<Effects> {
  const unavailable = (reason: string): Effects => ({ kind: 'unavailable', party: node.party, reason })
  if (state === null) return unavailable('The state of the Safe is not known, so nothing was simulated.')
  const missing = missingCapability(node, can)
  if (missing !== null) throw new AppError('UNAVAILABLE', missing)
  const { miner, baseFeePerGas, number, hash, timestamp } = await readHead(node)
  const head: Head = { number, hash, timestamp, author: miner, baseFee: baseFeePerGas }
  const call = executionCall(staged, state)
  const block = numberToHex(number)

  const [first, ...others] = blockEnvironments(head)
  const [latest] = await runTraces(node, { call, block, environments: [first], gas: null })
  if (!latest) throw new Error('one environment gives one run')
  // As a wallet would estimate it; the Safe wants 64/63 of safeTxGas to be there before the inner call (GS010).
  const gas = (latest.trace.gasUsed * 3n) / 2n + (staged.tx.safeTxGas * 65n) / 63n + 100_000n
  const runs: [TracedRun, ...TracedRun[]] = [
    latest,
    ...(await runTraces(node, { call, block, environments: others, gas })),
  ]
  const traces = runs.map((run) => run.trace)

  const safe = getAddress(staged.safe.address)
  const tokens = assets.flatMap(({ address, chainId }) =>
    address === 'native' || chainId !== staged.safe.chainId ? [] : [getAddress(address)],
  )
  const reads = tokenReads(traces, safe, tokens)
  if (reads.length > MAX_READS)
    return unavailable(`It touches more than ${MAX_READS} balances, more than are measured.`)
  const [measured, simulatedBlock, touched] = await Promise.all([
    measureTraced(node, { block, call, runs, reads, can, safe }),
    can.simulateV1 ? measureSimulatedBlock(node, { block, call, reads, runs, safe }) : null,
    readTouched(node, block, traces),
  ])
  const silent = unansweredToken(measured, tokens)
  if (silent !== null)
    throw new AppError(
      'UNAVAILABLE',
      `The registered token ${silent} did not answer at ${node.party}, so what it moves is not known.`,
    )
  return composeEffects({
    head,
    safe,
    root: latest.trace,
    revertReason: failureReason(latest.trace, measured[0].status === 'inner-failure'),
    measured: simulatedBlock === null ? measured : [...measured, simulatedBlock],
    candidates: slotCandidates(traces, state.owners),
    touched,
  })
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
