import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { keccak256, numberToHex, pad, stringToHex } from 'viem/utils'
import { z } from 'zod'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { hexShape, returned } from '@/lib/io/rpc-shapes'
import { parseDiff, storageChanges } from '@/lib/simulate/diff'
import { parseTrace } from '@/lib/simulate/trace'

/** What a node really does, tried out rather than believed: some accept overrides and ignore them. */
export type Capabilities = {
  readonly callTrace: boolean
  readonly stateDiff: boolean
  readonly callOverrides: boolean
  readonly simulateV1: boolean
  /** Only for what a signer's browser proves; a node without it simulates all the same. */
  readonly getProof: boolean
}

/** At least the root of the state stands in a proof, also of an account that is not there. */
const proofShape = z.object({ accountProof: z.array(hexShape).min(1) })

/** An account that nobody has, given code for the length of one question. */
const SCRATCH: Address = '0x5afe5afE5afE5afE5afE5aFe5aFe5Afe5Afe5AfE'
const AUTHOR: Address = '0x95222290DD7278Aa3Ddd389Cc1E1d165CC4BAfe5'
const SECRET: Hash = keccak256(stringToHex('countersign/probe/1'))
const EXPECTED: Hex = numberToHex(BigInt(SECRET) ^ BigInt(AUTHOR), { size: 32 })
const [ZERO_SLOT, ONE_SLOT] = [numberToHex(0, { size: 32 }), numberToHex(1, { size: 32 })]
// SLOAD(0) xor COINBASE; the first returns it, the second stores it in slot 1. No PUSH0, for older chains.
const RETURNING: Hex = '0x600054411860005260206000f3'
const STORING: Hex = '0x600054411860015500'

/** Five canned questions whose answers are known only if state and block overrides are obeyed. */
export async function probeNode(node: Node): Promise<Capabilities> {
  const call = { to: SCRATCH, data: '0x' }
  const overrides = (code: Hex) => ({ [SCRATCH]: { code, stateDiff: { [ZERO_SLOT]: SECRET } } })
  const blockOverrides = { feeRecipient: AUTHOR }
  const traceOptions = (code: Hex, tracer: object) => ({ ...tracer, stateOverrides: overrides(code), blockOverrides })
  const [trace, diff, plain, simulated, proof] = await node.ask([
    { method: 'debug_traceCall', params: [call, 'latest', traceOptions(RETURNING, CALL_TRACER)] },
    { method: 'debug_traceCall', params: [call, 'latest', traceOptions(STORING, DIFF_TRACER)] },
    { method: 'eth_call', params: [call, 'latest', overrides(RETURNING), blockOverrides] },
    {
      method: 'eth_simulateV1',
      params: [
        { blockStateCalls: [{ stateOverrides: overrides(RETURNING), blockOverrides, calls: [call] }] },
        'latest',
      ],
    },
    { method: 'eth_getProof', params: [SCRATCH, [], 'latest'] },
  ])
  return {
    callTrace: resultOf(trace, parseTrace)?.output === EXPECTED,
    stateDiff: isStored(diff),
    callOverrides: returned(plain) === EXPECTED,
    simulateV1: simulated?.ok === true && JSON.stringify(simulated.result).includes(EXPECTED.slice(2)),
    getProof: proof?.ok === true && proofShape.safeParse(proof.result).success,
  }
}

export const CALL_TRACER = { tracer: 'callTracer', tracerConfig: { withLog: true } } as const
export const DIFF_TRACER = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } } as const

function isStored(answer: RpcAnswer | undefined): boolean {
  const diff = resultOf(answer, parseDiff)
  if (diff === null) return false
  return storageChanges(diff, SCRATCH).some(({ slot, after }) => slot === ONE_SLOT && after === EXPECTED)
}

function resultOf<Result>(answer: RpcAnswer | undefined, parse: (result: unknown) => Result | null): Result | null {
  return answer?.ok ? parse(answer.result) : null
}

/** Why a node cannot simulate, or null when it can. */
export function missingCapability(node: Node, capabilities: Capabilities): string | null {
  if (!capabilities.callTrace) return `${node.party} does not trace calls with overrides (debug_traceCall, callTracer).`
  if (!capabilities.stateDiff) return `${node.party} does not report state changes (debug_traceCall, prestateTracer).`
  if (!capabilities.callOverrides && !capabilities.simulateV1)
    return `${node.party} reads no balances in a changed state (eth_call with overrides, eth_simulateV1).`
  return null
}

/** Where readers stand, and what sends where nobody is meant. */
export const READER_ADDRESS: Address = SCRATCH
/** Reader contracts put over an address for one question: its balance of an account, or its own storage. */
export const NATIVE_READER: { readonly address: Address; readonly code: Hex } = {
  address: SCRATCH,
  code: '0x6000353160005260206000f3',
}
/** Tells the hash of an account's code; zero where there is no account, and that of nothing where it has no code. */
export const CODE_READER: { readonly address: Address; readonly code: Hex } = {
  address: '0x5AFe5AfE5aFe5AFE5AFE5AfE5aFE5aFe5afe5AfF',
  code: '0x6000353f60005260206000f3',
}
export const SLOT_READER: Hex = '0x6000355460005260206000f3'
/** Calldata of a reader: one word. */
export const readerInput = (word: Hex): Hex => pad(word)
