import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { AppError } from '@/lib/core/errors'
import { hashOfCode } from '@/lib/core/hash-of-code'
import { readProxyCode } from '@/lib/io/proxy-code'
import type { Node, Rpc } from '@/lib/io/rpc'
import { answered, hexShape } from '@/lib/io/rpc-shapes'

/** Which code runs at an address: its own, and that of the implementation behind it where it is a proxy. */
export type CodePin = {
  readonly codeHash: Hash
  readonly implementation: Address | null
  readonly implementationCodeHash: Hash | null
}

/**
 * Reads the code that would run, and where the calls go on to, from two nodes where the chain has two.
 * @throws AppError NOT_FOUND when there is no contract, BLOCKED where nothing would pin what runs: a proxy behind a proxy, or
 *   code that runs other code in a way that is not known; UNAVAILABLE when a node does not answer or they differ
 */
export async function readCodePin(rpc: Rpc, chainId: number, address: Address): Promise<CodePin> {
  const [first, second] = rpc.nodesOf(chainId)
  const [one, other] = await Promise.all([pinOn(first, address), second ? pinOn(second, address) : null])
  if (other === null || isSamePin(one, other)) return one
  throw new AppError(
    'UNAVAILABLE',
    `${first.party} and ${second?.party} name different code at ${address}. One of them lags or lies.`,
  )
}

/** Whether the same code runs. */
export const isSamePin = (one: CodePin, other: CodePin): boolean =>
  one.codeHash === other.codeHash &&
  one.implementation === other.implementation &&
  one.implementationCodeHash === other.implementationCodeHash

async function pinOn(node: Node, address: Address): Promise<CodePin> {
  const alone: Rpc = { nodesOf: () => [node], withNode: (_, visit) => visit(node) }
  const { implementation } = await readProxyCode(alone, node.chainId, address)
  const code = await codeAt(node, address)
  if (implementation === null) {
    if (runsOtherCode(code))
      throw unpinned(`${address} runs other code in its own place, and is no proxy of a known kind`)
    return { codeHash: hashOfCode(code), implementation: null, implementationCodeHash: null }
  }
  if ((await readProxyCode(alone, node.chainId, implementation)).implementation !== null)
    throw unpinned(`${address} is a proxy behind a proxy`)
  const behind = await codeAt(node, implementation)
  return { codeHash: hashOfCode(code), implementation, implementationCodeHash: hashOfCode(behind) }
}

async function codeAt(node: Node, address: Address): Promise<Hex> {
  const [answer] = await node.ask([{ method: 'eth_getCode', params: [address, 'latest'] }])
  const code = answered(node, hexShape, answer)
  if (code === '0x') throw new AppError('NOT_FOUND', `${address} has no contract on this chain.`)
  return code
}

const [PUSH1, PUSH32, CALLCODE, DELEGATECALL] = [0x60, 0x7f, 0xf2, 0xf4]

/** Whether code, read instruction by instruction, can run another's: DELEGATECALL, CALLCODE, or a delegation (EIP-7702). */
function runsOtherCode(code: Hex): boolean {
  const bytes = Buffer.from(code.slice(2), 'hex')
  if (bytes[0] === 0xef) return true
  // What compilers write behind the code is data; its length stands in the last two bytes.
  const metadata = bytes.length > 2 ? bytes.readUInt16BE(bytes.length - 2) + 2 : 0
  const end = metadata < bytes.length && metadata <= 100 ? bytes.length - metadata : bytes.length
  for (let at = 0; at < end; at++) {
    const one = bytes[at] ?? 0
    if (one === CALLCODE || one === DELEGATECALL) return true
    if (one >= PUSH1 && one <= PUSH32) at += one - PUSH1 + 1
  }
  return false
}

const unpinned = (why: string) => new AppError('BLOCKED', `${why}: which code runs there cannot be pinned.`)
