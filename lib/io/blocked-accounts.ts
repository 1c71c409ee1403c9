import 'server-only'
import type { Address } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { contractAnswer } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'

const QUESTIONS = parseAbi([
  'function isBlacklisted(address account) view returns (bool)',
  'function isBlackListed(address account) view returns (bool)',
  'function isSanctioned(address account) view returns (bool)',
])
type Question = (typeof QUESTIONS)[number]['name']

/** A contract that may say of accounts that it blocks them, and whom it is asked about. */
export type BlockQuestion = {
  /** A token, or a sanctions oracle. */
  readonly source: Address
  readonly isOracle: boolean
  readonly accounts: readonly Address[]
}

/** An account that a contract on chain says it blocks. */
export type BlockedAccount = { readonly source: Address; readonly account: Address }

/**
 * Asks tokens (USDC: `isBlacklisted`, USDT: `isBlackListed`) and oracles (`isSanctioned`) about accounts. A contract
 * without such a function has nothing to say; one that answers for one account answers for all.
 * @throws AppError UNAVAILABLE when the node does not answer, or a contract answers only for some
 */
export async function readBlockedOn(node: Node, asked: readonly BlockQuestion[]): Promise<readonly BlockedAccount[]> {
  const found = await Promise.all(asked.map((one) => readOne(node, one)))
  return found.flat()
}

async function readOne(node: Node, { source, isOracle, accounts }: BlockQuestion): Promise<readonly BlockedAccount[]> {
  const [first, ...others] = accounts
  if (first === undefined) return []
  const names: readonly Question[] = isOracle ? ['isSanctioned'] : ['isBlacklisted', 'isBlackListed']
  const probes = await node.ask(names.map((name) => question(source, name, first)))
  const place = probes.findIndex((answer) => saysYes(node, answer) !== null)
  const name = names[place]
  if (name === undefined) return []
  const answers = await node.ask(others.map((account) => question(source, name, account)))
  return [probes[place], ...answers].flatMap((answer, at) => {
    const isBlocked = saysYes(node, answer)
    const account = accounts[at]
    if (isBlocked === null || account === undefined)
      throw new AppError('UNAVAILABLE', `${source} does not say of every account whether it blocks it.`)
    return isBlocked ? [{ source, account }] : []
  })
}

const question = (source: Address, functionName: Question, account: Address) =>
  callTo(source, encodeFunctionData({ abi: QUESTIONS, functionName, args: [account] }), 'latest')

/** Null where the contract has no such function: it reverts, or answers something else than yes or no. */
function saysYes(node: Node, answer: RpcAnswer | undefined): boolean | null {
  const output = contractAnswer(node, answer)
  if (output?.length !== 66) return null
  const word = BigInt(output)
  return word > 1n ? null : word === 1n
}
