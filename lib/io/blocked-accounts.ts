import 'server-only'
import type { Address } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { contractAnswer } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'
import { toldBy } from '@/lib/io/told-by'

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

/** What one node tells of all that was asked. */
type Told = { readonly blocked: readonly BlockedAccount[]; readonly unanswered: readonly Address[] }

/**
 * Asks tokens (USDC: `isBlacklisted`, USDT: `isBlackListed`) and oracles (`isSanctioned`) about accounts, of all nodes: whom
 * one of them hides, another shows. A token without such a function has nothing to say; an oracle always has.
 * @throws AppError UNAVAILABLE when no node answers, or none says of every account what a contract says
 */
export async function readBlocked(
  nodes: readonly Node[],
  asked: readonly BlockQuestion[],
): Promise<readonly BlockedAccount[]> {
  const told = await toldBy(nodes.map((node) => readBlockedOn(node, asked)))
  const silent = asked.find(({ source }) => told.every(({ unanswered }) => unanswered.includes(source)))
  if (silent) throw new AppError('UNAVAILABLE', `${silent.source} does not say of every account whether it blocks it.`)
  const all = told.flatMap(({ blocked }) => blocked)
  return [...new Map(all.map((one) => [`${one.source} ${one.account}`.toLowerCase(), one])).values()]
}

async function readBlockedOn(node: Node, asked: readonly BlockQuestion[]): Promise<Told> {
  const answers = await Promise.all(asked.map((one) => readOne(node, one)))
  return {
    blocked: answers.flatMap((answer) => answer ?? []),
    unanswered: asked.flatMap(({ source }, at) => (answers[at] === null ? [source] : [])),
  }
}

/** Null where the contract does not say it of every account. */
async function readOne(
  node: Node,
  { source, isOracle, accounts }: BlockQuestion,
): Promise<readonly BlockedAccount[] | null> {
  const [first, ...others] = accounts
  if (first === undefined) return []
  const names: readonly Question[] = isOracle ? ['isSanctioned'] : ['isBlacklisted', 'isBlackListed']
  const probes = await node.ask(names.map((name) => question(source, name, first)))
  const place = probes.findIndex((answer) => saysYes(node, answer) !== null)
  const name = names[place]
  // The desk itself names the oracles: one without an answer is an outage, not a clean bill.
  if (name === undefined) return isOracle ? null : []
  const answers = await node.ask(others.map((account) => question(source, name, account)))
  const said = [probes[place], ...answers].map((answer) => saysYes(node, answer))
  if (said.includes(null)) return null
  return accounts.flatMap((account, at) => (said[at] === true ? [{ source, account }] : []))
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
