import 'server-only'
import type { Address, Hex } from 'viem'
import { encodeFunctionData, hashMessage, parseAbi } from 'viem/utils'
import type { Node } from '@/lib/io/rpc'
import { contractAnswer } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'

const ERC1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const MAGIC: Hex = '0x1626ba7e'

/** A message as EIP-191 hashes it, and what is said to be a contract's signature of it. */
export type SignedMessage = { readonly message: string; readonly signature: Hex }

/**
 * Whether a contract says that it signed a message (ERC-1271). What is no contract, reverts or answers anything else did not.
 * @throws AppError UNAVAILABLE
 */
export async function isSignedByContractOn(
  node: Node,
  contract: Address,
  { message, signature }: SignedMessage,
): Promise<boolean> {
  const args = [hashMessage(message), signature] as const
  const data = encodeFunctionData({ abi: ERC1271, functionName: 'isValidSignature', args })
  const output = contractAnswer(node, (await node.ask([callTo(contract, data, 'latest')]))[0])
  return output === `${MAGIC}${'0'.repeat(56)}`
}
