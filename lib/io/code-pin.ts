import 'server-only'
import type { Address, Hash } from 'viem'
import { keccak256 } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { readProxyCode } from '@/lib/io/proxy-code'
import type { Rpc } from '@/lib/io/rpc'
import { answered, hexShape } from '@/lib/io/rpc-shapes'

/** Which code runs at an address: its own, and that of the implementation behind it where it is a proxy. */
export type CodePin = {
  readonly codeHash: Hash
  readonly implementation: Address | null
  readonly implementationCodeHash: Hash | null
}

/**
 * Reads the code that would run, and where the calls go on to.
 * @throws AppError NOT_FOUND when there is no contract, BLOCKED for a proxy behind a proxy, whose code nothing pins;
 *   UNAVAILABLE when no node answers
 */
export async function readCodePin(rpc: Rpc, chainId: number, address: Address): Promise<CodePin> {
  const { implementation } = await readProxyCode(rpc, chainId, address)
  if (implementation !== null && (await readProxyCode(rpc, chainId, implementation)).implementation !== null)
    throw new AppError('BLOCKED', `${address} is a proxy behind a proxy: which code runs there cannot be pinned.`)
  const hashOf = (of: Address) =>
    rpc.withNode(chainId, async (node) => {
      const [answer] = await node.ask([{ method: 'eth_getCode', params: [of, 'latest'] }])
      const code = answered(node, hexShape, answer)
      if (code === '0x') throw new AppError('NOT_FOUND', `${of} has no contract on this chain.`)
      return keccak256(code)
    })
  return {
    codeHash: await hashOf(address),
    implementation,
    implementationCodeHash: implementation === null ? null : await hashOf(implementation),
  }
}

/** Whether the same code runs. */
export const isSamePin = (one: CodePin, other: CodePin): boolean =>
  one.codeHash === other.codeHash &&
  one.implementation === other.implementation &&
  one.implementationCodeHash === other.implementationCodeHash
