import 'server-only'
import type { Address, Hex } from 'viem'
import { encodeFunctionData, hashMessage, parseAbi } from 'viem/utils'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Node } from '@/lib/io/rpc'
import { answered, contractAnswer, hexShape } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'

const ERC1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const MAGIC: Hex = '0x1626ba7e'
const ENOUGH = 2

/** A message as EIP-191 hashes it, and what is said to be a contract's signature of it. */
export type SignedMessage = { readonly message: string; readonly signature: Hex }

/**
 * Whether a contract says that it signed a message (ERC-1271), as every node that answers tells it, at least two where there
 * are two: any bytes are a contract's signature once a node says so. What is no contract, reverts or answers anything else
 * did not.
 * @throws AppError UNAVAILABLE when fewer answer, or any two differ
 */
export async function readContractSignature(
  nodes: readonly [Node, ...Node[]],
  contract: Address,
  signed: SignedMessage,
): Promise<boolean> {
  const answers = await Promise.all(nodes.map((node) => tellOrRefuse(node, contract, signed)))
  const told = answers.flatMap((answer) => (answer.isSigned === null ? [] : [answer]))
  const [first, ...others] = told
  const refusal = answers.find((answer) => answer.isSigned === null)?.refusal
  if (!first || told.length < Math.min(ENOUGH, nodes.length))
    throw refusal ?? new Error('a chain has at least one node')
  const other = others.find(({ isSigned }) => isSigned !== first.isSigned)
  if (other) throw disagreement(first.node, other.node, contract)
  return first.isSigned
}

type Told =
  | { readonly node: Node; readonly isSigned: boolean }
  | { readonly node: Node; readonly isSigned: null; readonly refusal: AppError }

async function tellOrRefuse(node: Node, contract: Address, signed: SignedMessage): Promise<Told> {
  try {
    return { node, isSigned: await isSignedOn(node, contract, signed) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return { node, isSigned: null, refusal: error }
    throw error
  }
}

async function isSignedOn(node: Node, contract: Address, { message, signature }: SignedMessage): Promise<boolean> {
  const args = [hashMessage(message), signature] as const
  const data = encodeFunctionData({ abi: ERC1271, functionName: 'isValidSignature', args })
  const [code, output] = await node.ask([
    { method: 'eth_getCode', params: [contract, 'latest'] },
    callTo(contract, data, 'latest'),
  ])
  if (answered(node, hexShape, code) === '0x') return false
  return contractAnswer(node, output) === `${MAGIC}${'0'.repeat(56)}`
}

const disagreement = (a: Node, b: Node, contract: Address) =>
  new AppError(
    'UNAVAILABLE',
    `Two nodes of ${chainOf(a.chainId).name} differ in whether the contract at ${contract} signed: ${a.party} and ${b.party}. One lags behind or is wrong. Try again in a minute.`,
  )
