import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { getAddress, keccak256, numberToHex, pad } from 'viem/utils'
import { z } from 'zod'
import { chainOf } from '@/lib/chains/index'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import { CALL_TRACER } from '@/lib/io/node-capabilities'
import type { Node, RpcCall } from '@/lib/io/rpc'
import { answered, hashShape, hexShape } from '@/lib/io/rpc-shapes'
import { executionCall } from '@/lib/simulate/execution-call'
import { ProofFault } from '@/lib/simulate/proof/fault'
import { encodeHeader } from '@/lib/simulate/proof/header'
import { proveEffects, type ProofSubject } from '@/lib/simulate/proof/prove-effects'
import { lookUp } from '@/lib/simulate/proof/trie'
import type { AccountWitness, Witness } from '@/lib/simulate/proof/types'
import { calledAddresses, IMPLEMENTATION_SLOT } from '@/lib/simulate/touched'
import { parseTrace } from '@/lib/simulate/trace'
import { MAX_READS, tokenReads } from '@/lib/simulate/watch'

/** Whose run at which block. */
export type WitnessSubject = Omit<ProofSubject, 'chain'>

/** What a run reads: accounts, each with slots. */
type Keys = Map<Address, Set<Hash>>

/** A run that the tracers did not announce is completed by what it lacks, so often at most. */
const MAX_ROUNDS = 40
const ZERO_SLOT = numberToHex(0, { size: 32 })

const blockShape = z.looseObject({ number: hexShape, hash: hexShape, stateRoot: hashShape }).nullable()
type BlockPlace = NonNullable<z.output<typeof blockShape>>
const prestateShape = z.record(
  z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  z.object({ storage: z.record(z.string().regex(/^0x[0-9a-fA-F]{1,64}$/), z.string()).default({}) }),
)
const proofShape = z.object({
  accountProof: z.array(hexShape),
  storageProof: z.array(z.object({ proof: z.array(hexShape) })),
})

/**
 * Collects everything that a run of the transaction reads from a block, with proofs, and runs it to be sure. Whoever uses
 * it proves every byte again.
 * @throws AppError UNAVAILABLE when the node has no such block, makes no proofs, or what it says does not hold
 */
export async function makeWitness(node: Node, subject: WitnessSubject): Promise<Witness> {
  const chain = chainOf(node.chainId)
  const [answer] = await node.ask([{ method: 'eth_getBlockByHash', params: [subject.blockHash, false] }])
  const block = answered(node, blockShape, answer)
  const header = block === null ? null : encodeHeader(block)
  if (block === null || header === null) throw unproven(node, 'it does not know that block any more')
  if (keccak256(header) !== subject.blockHash) throw unproven(node, 'its block has fields that this desk cannot hash')
  const keys = await announcedKeys(node, block.number, subject)
  const accounts = new Map<Address, AccountWitness>()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await fetchProofs(node, block, keys, accounts)
    const witness: Witness = { header, accounts: [...accounts.values()] }
    try {
      await proveEffects({ ...subject, chain }, witness)
      return witness
    } catch (error) {
      if (!(error instanceof ProofFault)) throw error
      if (error.kind === 'wrong' || error.needs === null) throw unproven(node, error.message)
      const { address, slot } = error.needs
      addKey(keys, getAddress(address), slot === null ? [] : [slot as Hash])
      accounts.delete(getAddress(address))
    }
  }
  throw unproven(node, 'the run reads more than it announces')
}

// The tracers say what is read; where they are wrong, the run itself does.
async function announcedKeys(node: Node, block: Hex, { staged, state, assets }: WitnessSubject) {
  const call = executionCall(staged, state)
  const { from, to, data, stateOverrides } = call
  const ask = (what: object, options: object): RpcCall => ({
    method: 'debug_traceCall',
    params: [what, block, options],
  })
  const [traced, touched] = await node.ask([
    ask({ from, to, data }, { ...CALL_TRACER, stateOverrides }),
    ask({ from, to, data }, { ...PRESTATE_TRACER, stateOverrides }),
  ])
  const root = traced?.ok ? parseTrace(traced.result) : null
  if (root === null) throw unproven(node, 'it does not trace the transaction at that block')
  const keys: Keys = new Map()
  for (const address of [from, to, ZERO_ADDRESS]) addKey(keys, address, [])
  addPrestate(keys, answered(node, prestateShape, touched))
  for (const address of calledAddresses([root])) addKey(keys, address, [ZERO_SLOT, IMPLEMENTATION_SLOT])
  const tokens = assets.flatMap(({ address }) => (address === 'native' ? [] : [getAddress(address)]))
  const reads = tokenReads([root], getAddress(to), tokens).slice(0, MAX_READS)
  const read = await node.ask(reads.map(({ token, data: input }) => ask({ to: token, data: input }, PRESTATE_TRACER)))
  for (const one of read) {
    const parsed = one.ok ? prestateShape.safeParse(one.result).data : undefined
    if (parsed !== undefined) addPrestate(keys, parsed)
  }
  return keys
}

const PRESTATE_TRACER = { tracer: 'prestateTracer' } as const

function addPrestate(keys: Keys, prestate: z.output<typeof prestateShape>): void {
  for (const [address, { storage }] of Object.entries(prestate))
    addKey(
      keys,
      getAddress(address),
      Object.keys(storage).map((slot) => pad(`0x${slot.slice(2).toLowerCase()}`, { size: 32 })),
    )
}

function addKey(keys: Keys, address: Address, slots: readonly Hash[]): void {
  const known = keys.get(address) ?? new Set<Hash>()
  for (const slot of slots) known.add(slot)
  keys.set(address, known)
}

async function fetchProofs(
  node: Node,
  { number: block, stateRoot }: BlockPlace,
  keys: Keys,
  accounts: Map<Address, AccountWitness>,
): Promise<void> {
  const wanted = [...keys]
    .filter(([address]) => !accounts.has(address))
    .map(([address, slots]) => [address, [...slots]] as const)
  const answers = await node.ask(
    wanted.flatMap(([address, slots]) => [
      { method: 'eth_getProof', params: [address, slots, block] },
      { method: 'eth_getCode', params: [address, block] },
    ]),
  )
  for (const [place, [address, slots]] of wanted.entries()) {
    const { accountProof, storageProof } = answered(node, proofShape, answers[place * 2])
    const code = answered(node, hexShape, answers[place * 2 + 1])
    // What is nowhere has no storage, and a proof of none is checked by nobody.
    const isThere = isInState(node, stateRoot, address, accountProof)
    const storage = isThere ? slots.map((slot, at) => ({ slot, proof: storageProof[at]?.proof ?? [] })) : []
    accounts.set(address, { address, accountProof, code, storage })
  }
}

function isInState(node: Node, root: Hash, address: Address, proof: readonly Hex[]): boolean {
  try {
    return lookUp(root, keccak256(address), proof) !== null
  } catch (error) {
    if (error instanceof ProofFault) throw unproven(node, error.message)
    throw error
  }
}

const unproven = (node: Node, why: string) =>
  new AppError('UNAVAILABLE', `Nothing proves the effects: ${node.party}, ${why}.`)
