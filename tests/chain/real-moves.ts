import { type Address, erc20Abi, type Hash, type TransactionReceipt } from 'viem'
import { getAddress, slice } from 'viem/utils'
import type { StateDiff } from '@/lib/simulate/diff'
import type { BalanceChange } from '@/lib/simulate/types'
import type { TestChain } from '@/tests/builders/chain'
import { KEYS } from '@/tests/chain/signed-safe'

/**
 * Every balance that a mined transaction moved, asked of the blocks around it: the chain's coin of each account that it
 * changed, but for the gas bill, and the units that each account in sight holds of each contract that it changed or that
 * logged. What the simulation says of it is not asked.
 */
export async function realMoves(chain: TestChain, hash: Hash, diff: StateDiff): Promise<BalanceChange[]> {
  const receipt = await chain.client.getTransactionReceipt({ hash })
  const changed = [...new Set([...diff.pre.keys(), ...diff.post.keys()])]
  const named = receipt.logs.flatMap(({ topics }) => topics.slice(1).flatMap(accountsIn))
  const accounts = [...new Set([...changed, ...named, ...KEYS.map(({ address }) => address)])]
  const tokens = [...new Set([...changed, ...receipt.logs.map(({ address }) => getAddress(address))])]
  const moves = await Promise.all([
    ...changed.map((account) => coinMove(chain, receipt, account)),
    ...tokens.flatMap((token) => accounts.map((account) => tokenMove(chain, receipt, token, account))),
  ])
  return moves.filter((move) => move !== null && move.before !== move.after) as BalanceChange[]
}

async function coinMove(chain: TestChain, receipt: TransactionReceipt, account: Address): Promise<BalanceChange> {
  const { blockNumber, gasUsed, effectiveGasPrice, from } = receipt
  const at = (block: bigint) => chain.client.getBalance({ address: account, blockNumber: block })
  const [before, is, block] = await Promise.all([
    at(blockNumber - 1n),
    at(blockNumber),
    chain.client.getBlock({ blockNumber }),
  ])
  const paid = account === getAddress(from) ? gasUsed * effectiveGasPrice : 0n
  const tip = account === getAddress(block.miner) ? gasUsed * (effectiveGasPrice - (block.baseFeePerGas ?? 0n)) : 0n
  return { account, asset: 'native', before, after: is + paid - tip }
}

/** Null of what is no token. One that answers on one side only holds nothing on the other. */
async function tokenMove(
  chain: TestChain,
  { blockNumber }: TransactionReceipt,
  asset: Address,
  account: Address,
): Promise<BalanceChange | null> {
  const at = (block: bigint) =>
    chain.client
      .readContract({ address: asset, abi: erc20Abi, functionName: 'balanceOf', args: [account], blockNumber: block })
      .catch(() => null)
  const [before, after] = await Promise.all([at(blockNumber - 1n), at(blockNumber)])
  return before === null && after === null ? null : { account, asset, before: before ?? 0n, after: after ?? 0n }
}

const accountsIn = (topic: Hash): Address[] => (/^0x0{24}/.test(topic) ? [getAddress(slice(topic, 12))] : [])
