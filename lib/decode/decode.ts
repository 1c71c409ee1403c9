import type { Address, Hex } from 'viem'
import { toFunctionSelector, toFunctionSignature } from 'viem/utils'
import { isSameAddress } from '@/lib/core/address'
import { abiHash } from '@/lib/decode/abi-hash'
import { CONTRACTS } from '@/lib/decode/contracts/index'
import type { ContractReading, NestedCall } from '@/lib/decode/contracts/types'
import { candidateSignatures } from '@/lib/decode/dangerous-selectors'
import { readArguments } from '@/lib/decode/read-arguments'
import type { Anomaly, CallNode, DecodeContext } from '@/lib/decode/types'
import { findDeployment } from '@/lib/stage/deployments'
import type { StagedTx } from '@/lib/stage/types'

export const MAX_DEPTH = 8
export const MAX_NODES = 500

type Walk = { readonly context: DecodeContext; nodes: number }
type Place = { readonly path: string; readonly depth: number; readonly actor: Address }

/**
 * The call tree of a SafeTx. Every byte is in some node: what cannot be read, or would go beyond eight levels or 500
 * nodes, stays there as raw bytes with provenance `unknown`. Malformed bytes are read as a lax target would, and carry
 * anomalies (SPEC §4).
 */
export function decode(staged: Pick<StagedTx, 'tx'>, context: DecodeContext): CallNode {
  const { to, value, data, operation } = staged.tx
  const walk: Walk = { context, nodes: 1 }
  return decodeCall({ to, target: to, value, data, operation }, { path: '1', depth: 1, actor: context.safe }, walk)
}

function decodeCall(call: NestedCall, place: Place, walk: Walk): CallNode {
  const { context } = walk
  const reading = readingOf(call.target, context)
  const raw = rawNode(call, place, reading?.name ?? deploymentName(call.target, context), context)
  const selector = call.data.slice(0, 10).toLowerCase()
  const entry = reading?.abi.find((it) => toFunctionSelector(it) === selector)
  if (call.data === '0x' || !reading || !entry) return raw

  const signature = toFunctionSignature(entry)
  const args = readArguments(entry.inputs, `0x${call.data.slice(10)}`)
  const nested = reading.unpack?.(signature, args.arguments, actorInside(call, place))
  if (nested && (place.depth >= MAX_DEPTH || walk.nodes + nested.calls.length > MAX_NODES)) return raw
  walk.nodes += nested?.calls.length ?? 0
  const malformed: readonly Anomaly[] = nested?.isMalformed ? ['multisend-malformed'] : []
  return {
    ...raw,
    provenance: reading.provenance,
    abiHash: abiHash(entry),
    signature,
    arguments: args.arguments,
    candidates: [],
    anomalies: [...args.anomalies, ...malformed],
    children: (nested?.calls ?? []).map((inner, at) =>
      decodeCall(
        inner,
        { path: `${place.path}.${at + 1}`, depth: place.depth + 1, actor: actorInside(call, place) },
        walk,
      ),
    ),
  }
}

function rawNode(call: NestedCall, { path }: Place, targetName: string, context: DecodeContext): CallNode {
  // A self-call is never named by a selector: only that version's Safe ABI counts.
  const candidates = isSameAddress(call.target, context.safe) ? [] : candidateSignatures(call.data)
  const provenance = candidates.length > 0 ? 'selector-only' : 'unknown'
  return {
    path,
    operation: call.operation,
    to: call.to,
    value: call.value,
    data: call.data,
    target: call.target,
    targetName,
    provenance: call.data === '0x' ? 'plain' : provenance,
    abiHash: null,
    signature: '',
    arguments: [],
    candidates,
    anomalies: [],
    children: [],
  }
}

/** Code run by delegatecall acts as its caller; code run by call acts as the contract called. */
const actorInside = (call: NestedCall, { actor }: Place): Address => (call.operation === 1 ? actor : call.target)

function readingOf(target: Address, context: DecodeContext): ContractReading | null {
  for (const contract of CONTRACTS) {
    const reading = contract.read(target, context)
    if (reading) return reading
  }
  return null
}

function deploymentName(target: Hex, { chainId }: DecodeContext): string {
  const deployment = findDeployment(chainId, target)
  return deployment ? `${deployment.name} ${deployment.version}` : ''
}
