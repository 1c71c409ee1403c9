import type { Address, Hex } from 'viem'
import { checksummed } from '@/lib/decode/checksummed'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { abiHash } from '@/lib/decode/abi-hash'
import { candidatesFor } from '@/lib/decode/candidates'
import { CONTRACTS } from '@/lib/decode/contracts/index'
import type { ContractReading, FunctionSet, KnownFunction, NestedCall, NestedCalls } from '@/lib/decode/contracts/types'
import { namedReadings } from '@/lib/decode/named-readings'
import { registeredFunctions } from '@/lib/decode/registered-functions'
import { readArguments, type ReadArguments } from '@/lib/decode/read-arguments'
import type { Anomaly, CallNode, DecodeContext, NamedReading, VouchedContract } from '@/lib/decode/types'
import { findDeployment } from '@/lib/stage/deployments'
import type { StagedTx } from '@/lib/stage/types'

export const MAX_DEPTH = 8
export const MAX_NODES = 6_000
/** Calls that overlap let few bytes stand for many: all calls of one level together may be twice what carries them. */
const MAX_COPIES = 2
/** Room for the zeros that a malformed batch sends beside its own bytes. */
const SLACK = 2_000_000

type Walk = {
  readonly context: DecodeContext
  /** Who vouches for what at an address, found once. */
  readonly readings: Map<Address, readonly ContractReading[]>
  readonly registered: Map<VouchedContract, FunctionSet>
  nodes: number
  digits: number
}
type Place = {
  readonly path: string
  readonly depth: number
  readonly actor: Address
  readonly elsewhere: string
  /** How the call around it was read; null for the SafeTx itself. */
  readonly around: ContractReading | null
}
/** What a call is read by: the functions, and the contract that vouches for the one of them, if any does. */
type Recognised = { readonly by: ContractReading | null; readonly functions: readonly KnownFunction[] }
type Read = { readonly known: KnownFunction; readonly args: ReadArguments; readonly nested: NestedCalls }

const NO_CALLS: NestedCalls = { calls: [] }

/**
 * The call tree of a SafeTx. Every byte is in some node: what cannot be read stays there as raw bytes with provenance
 * `unknown`, and what would go beyond eight levels or 6,000 nodes with provenance `too-deep`. Malformed bytes are read
 * as a lax target would, and carry anomalies (SPEC §4). The work is bounded whatever the bytes.
 */
export function decode(staged: Pick<StagedTx, 'tx'>, context: DecodeContext): CallNode {
  const { to, value, data, operation } = staged.tx
  const walk: Walk = {
    context,
    readings: new Map(),
    registered: new Map(),
    nodes: 1,
    digits: data.length * MAX_COPIES * MAX_DEPTH + SLACK,
  }
  const place: Place = { path: '1', depth: 1, actor: context.safe, elsewhere: '', around: null }
  return decodeCall({ to, value, data, operation }, place, walk)
}

function decodeCall(call: NestedCall, place: Place, walk: Walk): CallNode {
  const raw = rawNode(call, place, walk)
  const { by, functions } = recognise(call, raw, place, walk)
  const names = by === null ? namesOf(call, raw, functions, walk) : []
  if (functions.length === 0) return names.length === 0 ? raw : { ...raw, provenance: 'selector-only', names }

  const inside = call.operation === 1 ? raw.actor : raw.target
  const around = { chainId: walk.context.chainId, caller: raw.actor, self: inside, target: raw.target }
  const bytes: Hex = call.by === undefined ? `0x${call.data.slice(10)}` : call.data
  const reads = functions.map((known): Read => {
    const args = readArguments(known.entry.inputs, bytes)
    const nested = known.unpack?.(args.arguments, { ...around, limit: MAX_NODES - walk.nodes }) ?? NO_CALLS
    return { known, args, nested }
  })
  const node = by === null ? { ...candidateNode(raw, reads), names } : readNode(raw, reads, by)
  const calls = reads.flatMap(({ nested }) => nested.calls)
  if (!isOpened(reads, calls, place, walk)) return { ...raw, ...unread(node), provenance: 'too-deep' }
  if (calls.length === 0) return node

  const below = { depth: place.depth + 1, actor: inside, elsewhere: raw.elsewhere, around: by }
  const children = calls.map((inner, at) => decodeCall(inner, { ...below, path: `${place.path}.${at + 1}` }, walk))
  return { ...node, children }
}

/** Counts what is about to be opened, unless that would pass a limit. */
function isOpened(reads: readonly Read[], calls: readonly NestedCall[], { depth }: Place, walk: Walk): boolean {
  if (reads.some(({ args, nested }) => args.isTooMuch || nested.isTooMany)) return false
  if (calls.length === 0) return true
  const nodes = walk.nodes + calls.length
  const digits = calls.reduce((left, { data }) => left - data.length, walk.digits)
  if (depth >= MAX_DEPTH || nodes > MAX_NODES || digits < 0) return false
  walk.nodes = nodes
  walk.digits = digits
  return true
}

function recognise(call: NestedCall, { target, elsewhere }: CallNode, { around }: Place, walk: Walk): Recognised {
  if (call.by !== undefined) return { by: around, functions: call.by === null ? [] : [call.by] }
  if (call.data === '0x') return { by: null, functions: [] }
  const selector = call.data.slice(0, 10).toLowerCase()
  if (elsewhere !== '') return { by: null, functions: candidatesFor(selector) }
  for (const by of readingsAt(target, walk)) {
    const known = by.functions(selector)
    if (known) return { by, functions: [known] }
  }
  // A self-call is never named by a selector: only that version's Safe ABI counts.
  if (isSameAddress(target, walk.context.safe)) return { by: null, functions: [] }
  const candidates = candidatesFor(selector)
  return vouched(target, selector, candidates, walk) ?? { by: null, functions: candidates }
}

/**
 * The function that the organisation registered for the contract. One that is known everywhere is read as everywhere,
 * with what it carries; one whose four bytes mean something else everywhere is read by nobody.
 */
function vouched(
  target: Address,
  selector: string,
  candidates: readonly KnownFunction[],
  { context, registered }: Walk,
): Recognised | null {
  const contract = context.contracts?.find(({ address }) => isSameAddress(address, target))
  if (contract === undefined) return null
  const functions = registered.get(contract) ?? registeredFunctions(contract)
  registered.set(contract, functions)
  const own = functions(selector)
  const known = candidates.length === 0 ? own : candidates.find(({ signature }) => signature === own?.signature)
  if (known === undefined) return null
  return { by: { name: displayText(contract.name, 80), provenance: 'registered', functions }, functions: [known] }
}

/** What the call is named by those who vouch for nothing. A self-call has no name but that of its Safe's own ABI. */
function namesOf(
  call: NestedCall,
  { target, elsewhere }: CallNode,
  functions: readonly KnownFunction[],
  walk: Walk,
): readonly NamedReading[] {
  const isHere = elsewhere === ''
  if (call.by !== undefined || (isHere && isSameAddress(target, walk.context.safe))) return []
  const address = isHere && readingsAt(target, walk).length === 0 ? target : null
  return namedReadings(
    call.data,
    address,
    walk.context,
    functions.map(({ signature }) => signature),
  )
}

function readingsAt(target: Address, { context, readings }: Walk): readonly ContractReading[] {
  const cached = readings.get(target)
  if (cached) return cached
  const found: ContractReading[] = []
  for (const contract of CONTRACTS) {
    const reading = contract.read(target, context)
    if (reading) found.push(reading)
    // The Safe is asked first, and nothing else may read a self-call.
    if (reading && isSameAddress(target, context.safe)) break
  }
  readings.set(target, found)
  return found
}

function rawNode(call: NestedCall, place: Place, walk: Walk): CallNode {
  const to = checksummed(call.to)
  const target = call.target === undefined ? to : checksummed(call.target)
  const elsewhere = call.elsewhere ?? place.elsewhere
  return {
    path: place.path,
    operation: call.operation,
    to,
    value: call.value,
    data: call.data,
    target,
    actor: call.actor ?? place.actor,
    elsewhere,
    targetName: elsewhere === '' ? nameOf(target, walk) : `On ${elsewhere}`,
    provenance: call.data === '0x' && call.by === undefined ? 'plain' : 'unknown',
    abiHash: null,
    signature: '',
    arguments: [],
    candidates: [],
    readings: [],
    names: [],
    anomalies: [],
    children: [],
  }
}

function readNode(raw: CallNode, [read]: readonly Read[], { name, provenance }: ContractReading): CallNode {
  if (!read) return raw
  const { known, args, nested } = read
  return {
    ...raw,
    targetName: name,
    provenance,
    abiHash: abiHash(known.entry),
    signature: known.signature,
    arguments: args.arguments,
    anomalies: anomaliesOf(args.anomalies, nested),
  }
}

function candidateNode(raw: CallNode, reads: readonly Read[]): CallNode {
  const anomalies = reads.map(({ args, nested }) => anomaliesOf(args.anomalies, nested))
  return {
    ...raw,
    provenance: 'selector-only',
    candidates: reads.map(({ known }) => known.signature),
    readings: reads.map(({ known, args }) => ({ signature: known.signature, arguments: args.arguments })),
    // Bytes that one of the candidates reads cleanly may be meant for that one.
    anomalies: anomalies.some((found) => found.length === 0) ? [] : [...new Set(anomalies.flat())],
  }
}

/** A node that is not opened keeps what its selector could mean, but no arguments, which may be without number. */
const unread = ({ candidates, signature, targetName, anomalies }: CallNode): Partial<CallNode> => ({
  targetName,
  anomalies,
  candidates: signature === '' ? candidates : [signature],
})

const anomaliesOf = (found: readonly Anomaly[], { anomaly }: NestedCalls): readonly Anomaly[] =>
  anomaly === undefined || found.includes(anomaly) ? found : [...found, anomaly]

function nameOf(target: Address, walk: Walk): string {
  const [first] = readingsAt(target, walk)
  if (first) return first.name
  const deployment = findDeployment(walk.context.chainId, target)
  return deployment ? `${deployment.name} ${deployment.version}` : ''
}
