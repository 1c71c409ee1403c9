import 'server-only'
import type { Address } from 'viem'
import { encodeFunctionData, numberToHex, parseAbi } from 'viem/utils'
import type { Node } from '@/lib/io/rpc'
import { contractAnswer } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'

const ERC20 = parseAbi(['function balanceOf(address) view returns (uint256)'])

/** A token in a block that says something of an account. */
export type MovedQuestion = { readonly token: Address; readonly block: bigint }

/**
 * Whether a token had another balance of an account after a block than before it, in the order asked. What tells no balance
 * at all is no token and moved nothing.
 * @throws AppError UNAVAILABLE when the node does not answer, or no longer has those blocks
 */
export async function readMovedOn(
  node: Node,
  account: Address,
  questions: readonly MovedQuestion[],
): Promise<readonly boolean[]> {
  const data = encodeFunctionData({ abi: ERC20, functionName: 'balanceOf', args: [account] })
  const answers = await node.ask(
    questions.flatMap(({ token, block }) =>
      [block - 1n, block].map((at) => callTo(token, data, numberToHex(at < 0n ? 0n : at))),
    ),
  )
  return questions.map((_question, at) => {
    const [before, after] = [answers[2 * at], answers[2 * at + 1]].map((answer) => contractAnswer(node, answer))
    return before !== after
  })
}
