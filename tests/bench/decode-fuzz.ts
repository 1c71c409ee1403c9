import type { Hex } from 'viem'
import { concat, encodeAbiParameters, encodePacked, size } from 'viem/utils'
import { candidatesFor } from '@/lib/decode/candidates'
import { decode, MAX_DEPTH, MAX_NODES } from '@/lib/decode/decode'
import { type CallNode, isRead } from '@/lib/decode/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { SEED_CONTEXT, SEEDS } from '@/tests/bench/decode-seeds'
import { Random } from '@/tests/builders/random'
import { valueOf } from '@/tests/builders/random-abi'

export type FuzzTally = { readonly inputs: number; readonly nodes: number; readonly slowestMs: number }

/** No input may take longer: what hangs a browser hangs a signer. */
const MAX_MS = 2_000
const WORDS = ['00', 'ff'].map((byte) => byte.repeat(32))

/**
 * Decodes calldata that was changed at random, and looks at every tree: nothing throws, nothing takes long, the limits
 * hold, every byte is in some node, and what is called canonical encodes to the same bytes again.
 * @param count how many inputs
 * @param seed the same seed gives the same inputs
 * @throws at the first input that breaks one of these, which it names
 */
export function fuzzDecoder(count: number, seed = 1): FuzzTally {
  const random = new Random(seed)
  let nodes = 0
  let slowestMs = 0
  for (let at = 0; at < count; at += 1) {
    const { to, data: honest, operation } = random.pick(SEEDS)
    let data = honest
    for (let changes = random.int(4); changes >= 0; changes -= 1) data = changed(data, random)
    const started = performance.now()
    const root = decode({ tx: { ...EMPTY, to, data, operation } }, SEED_CONTEXT)
    const ms = performance.now() - started
    slowestMs = Math.max(slowestMs, ms)
    const fault = ms > MAX_MS ? `took ${ms} ms` : faultOf(root, data)
    if (fault !== null) throw new Error(`input ${at} of seed ${seed}: ${fault}: ${to} ${data}`)
    nodes += countNodes(root)
  }
  return { inputs: count, nodes, slowestMs }
}

const EMPTY = {
  ...{ value: 0n, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, nonce: 0n },
  ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS },
} as const

/** One change of the kind that breaks readers: a byte, a word, an offset, a length, a cut, a repeat. */
function changed(data: Hex, random: Random): Hex {
  const digits = data.slice(2)
  const bytes = digits.length / 2
  const at = random.int(bytes + 1) * 2
  const word = 8 + 64 * random.int(Math.max(1, Math.floor((bytes - 4) / 32)))
  const replace = (from: number, by: string): Hex => `0x${digits.slice(0, from)}${by}${digits.slice(from + by.length)}`
  switch (random.int(9)) {
    case 0:
      return replace(at, random.hex(1).slice(2))
    case 1:
      return replace(word, random.pick(WORDS))
    case 2:
      return replace(
        word,
        random
          .int(bytes * 2)
          .toString(16)
          .padStart(64, '0'),
      )
    case 3:
      return `0x${digits.slice(0, at)}`
    case 4:
      return `0x${digits}${random.hex(1 + random.int(70)).slice(2)}`
    case 5:
      return `0x${digits.slice(0, at)}${random.hex(random.pick([1, 31, 32])).slice(2)}${digits.slice(at)}`
    case 6:
      return `0x${digits.slice(0, at)}${digits.slice(at + random.pick([2, 62, 64]))}`
    case 7:
      return replace(word, (random.int(0x10000) * 32).toString(16).padStart(64, '0'))
    default:
      return data
  }
}

function faultOf(root: CallNode, data: Hex): string | null {
  if (root.data !== data) return 'the bytes are not in the tree'
  if (countNodes(root) > MAX_NODES) return 'more nodes than allowed'
  return nodeFault(root, 1)
}

function nodeFault(node: CallNode, depth: number): string | null {
  if (depth > MAX_DEPTH) return `call ${node.path} is too deep`
  if (node.signature === '' && isRead(node) && node.data !== '0x') return `call ${node.path} is read by nothing`
  const fault = encodingFault(node)
  if (fault !== null) return `call ${node.path} ${fault}`
  for (const child of node.children) {
    const carried = child.data.slice(2)
    if (!node.data.toLowerCase().includes(carried.toLowerCase()) && node.anomalies.length === 0)
      return `call ${child.path} has bytes that no call carries`
    const inner = nodeFault(child, depth + 1)
    if (inner !== null) return inner
  }
  return null
}

/** What carries no anomaly encodes to its own bytes by another implementation. */
function encodingFault(node: CallNode): string | null {
  if (node.signature === '' || node.anomalies.length > 0) return null
  const entry = candidatesFor(node.data.slice(0, 10)).find(({ signature }) => signature === node.signature)?.entry
  if (!entry || JSON.stringify(entry.inputs).includes('"string"')) return null
  const values = entry.inputs.map((parameter, at) => valueOf(parameter, node.arguments[at]?.value ?? ''))
  const encoded = concat([`0x${node.data.slice(2, 10)}`, encodeAbiParameters(entry.inputs, values)])
  if (encoded.toLowerCase() !== node.data.toLowerCase()) return 'is called canonical and encodes to other bytes'
  if (node.signature !== 'multiSend(bytes)') return null
  const packed = node.children.map(({ operation, to, value, data }) =>
    encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [operation, to, value, BigInt(size(data)), data]),
  )
  return concat(['0x', ...packed]).toLowerCase() === String(node.arguments[0]?.value).toLowerCase()
    ? null
    : 'lost bytes of its batch'
}

const countNodes = (node: CallNode): number => node.children.reduce((sum, child) => sum + countNodes(child), 1)
