import 'server-only'
import type { Hex } from 'viem'
import { decodeFunctionResult, encodeFunctionData, keccak256, parseAbi } from 'viem/utils'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Node } from '@/lib/io/rpc'
import { answered, contractAnswer, hexShape } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'
import { safePartsOf } from '@/lib/stage/safe-parts'

const FACTORY = parseAbi(['function proxyCreationCode() view returns (bytes)'])

/**
 * What the official factory of a chain puts in front of every Safe that it makes, once its code, the singleton's and the
 * handler's are the official ones.
 * @throws AppError BLOCKED where they are not, or the chain has none
 */
export async function readProxyCreationCode(node: Node): Promise<Hex> {
  const parts = safePartsOf(node.chainId)
  const { name } = chainOf(node.chainId)
  if (parts === null) throw new AppError('BLOCKED', `${name} has no official contracts to make a Safe of.`)
  const all = [parts.factory, parts.singleton, parts.handler]
  const [creation, ...codes] = await node.ask([
    callTo(parts.factory.address, encodeFunctionData({ abi: FACTORY }), 'latest'),
    ...all.map(({ address }) => ({ method: 'eth_getCode', params: [address, 'latest'] })),
  ])
  for (const [place, { address, codeHash, name: contract }] of all.entries()) {
    const code = answered(node, hexShape, codes[place])
    if (keccak256(code) !== codeHash.toLowerCase())
      throw new AppError('BLOCKED', `The code at ${address} on ${name} is not the official ${contract}.`)
  }
  const output = contractAnswer(node, creation)
  if (output === null) throw new AppError('UNAVAILABLE', `The factory at ${parts.factory.address} did not answer.`)
  return decodeFunctionResult({ abi: FACTORY, data: output })
}
