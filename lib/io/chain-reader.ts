import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import type { Observation } from '@/lib/execute/types'
import type { SafeActivity } from '@/lib/execute/watch'
import { readAgreedSafe } from '@/lib/io/agreed-safe'
import { readBalancesOn, readTokenOn, type TokenMetadata } from '@/lib/io/balances'
import { type BlockedAccount, type BlockQuestion, readBlocked } from '@/lib/io/blocked-accounts'
import type { Clock } from '@/lib/io/clock'
import { type CodePin, readCodePin } from '@/lib/io/code-pin'
import { readContractSignature, type SignedMessage } from '@/lib/io/contract-signature'
import { type Delegation, readDelegations } from '@/lib/io/delegations'
import { type MovedQuestion, readMovedOn } from '@/lib/io/moved-tokens'
import { type NodeState, readNodeState } from '@/lib/io/node-state'
import { agreeOn, type Handover, observeOn } from '@/lib/io/observe'
import { readOnward, readSucceeded } from '@/lib/io/onward-of-nodes'
import type { OnwardAnswer, OnwardQuestion } from '@/lib/io/onward-transfers'
import { readProxyCreationCode } from '@/lib/io/proxy-factory'
import type { Rpc } from '@/lib/io/rpc'
import { readActivity } from '@/lib/io/safe-activity'
import { answered, type Block, hashShape, readHead } from '@/lib/io/rpc-shapes'
import { callTo, judgeSafe, readSafe, type TrustedSafe } from '@/lib/io/safe-state'
import type { SafeState } from '@/lib/simulate/types'
import type { AssetAddress, SafeRef, StagedTx } from '@/lib/stage/types'

const HASHING = parseAbi([
  'function getTransactionHash(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce) view returns (bytes32)',
])

/** What the desk reads from chains. Everything throws AppError UNAVAILABLE when no node of the chain answers. */
export type ChainReader = {
  readonly readHead: (chainId: number) => Promise<Block>
  /** Each node of a chain, and why it showed no fresh head; null where it did. Nothing is thrown for a silent one. */
  readonly readNodes: (chainId: number) => Promise<readonly NodeState[]>
  /** @throws AppError NOT_FOUND when nothing at the address answers like a Safe */
  readonly readSafeState: (safe: Pick<SafeRef, 'chainId' | 'address'>) => Promise<SafeState>
  /**
   * The same as two nodes tell it where the chain has two: one that lags or lies is not enough for a hand-over.
   * @throws AppError UNAVAILABLE when fewer answer, or they differ
   */
  readonly readAgreedSafeState: (safe: Pick<SafeRef, 'chainId' | 'address'>) => Promise<SafeState>
  /** Whether a Safe is there and runs official code; a sentence when not. */
  readonly checkSafe: (chainId: number, address: Address) => Promise<TrustedSafe>
  /** The contract's own opinion on the safeTxHash. */
  readonly hashByContract: (staged: StagedTx) => Promise<Hash>
  readonly readBalances: (
    chainId: number,
    holder: Address,
    assets: readonly AssetAddress[],
  ) => Promise<ReadonlyMap<AssetAddress, bigint>>
  readonly readNativeBalance: (chainId: number, holder: Address) => Promise<bigint>
  /** Accounts that tokens and oracles say they block, by the word of any node. */
  readonly readBlocked: (chainId: number, asked: readonly BlockQuestion[]) => Promise<readonly BlockedAccount[]>
  /** Which accounts run the code of a contract (EIP-7702), by the word of any node. */
  readonly readDelegations: (chainId: number, accounts: readonly Address[]) => Promise<readonly Delegation[]>
  /** Creation code of the official factory's proxies. @throws AppError BLOCKED where its code is another */
  readonly readProxyCreationCode: (chainId: number) => Promise<Hex>
  /** Which code runs at an address. @throws AppError NOT_FOUND when none does */
  readonly readCodePin: (chainId: number, address: Address) => Promise<CodePin>
  readonly readToken: (chainId: number, token: Address) => Promise<TokenMetadata>
  /** Whether a contract says that it signed a message (ERC-1271), as all nodes that answer agree. */
  readonly isSignedByContract: (chainId: number, contract: Address, signed: SignedMessage) => Promise<boolean>
  /** What happened to a Safe after a block, as all nodes that answer tell it. */
  readonly readActivity: (safe: Pick<SafeRef, 'chainId' | 'address'>, after: bigint) => Promise<SafeActivity>
  /** Whether tokens had another balance of an account after a block than before it, in the order asked. */
  readonly readMoved: (
    account: Pick<SafeRef, 'chainId' | 'address'>,
    questions: readonly MovedQuestion[],
  ) => Promise<readonly boolean[]>
  /** What accounts sent on in a stretch of blocks, as all nodes that answer tell it. */
  readonly readOnward: (chainId: number, question: OnwardQuestion) => Promise<OnwardAnswer>
  /** Which transactions did what they say by the word of any node, in the order asked. */
  readonly readSucceeded: (chainId: number, hashes: readonly Hash[]) => Promise<readonly boolean[]>
  /** What became of a handed-over transaction, as two nodes agree where the chain has two (SPEC §3). */
  readonly observe: (staged: StagedTx, handover: Handover) => Promise<Observation>
}

/** Reads through the first node that answers; finality and the state before a hand-over ask two, what may hide asks all. */
export function createChainReader(rpc: Rpc, clock: Clock): ChainReader {
  const readBalances: ChainReader['readBalances'] = (chainId, holder, assets) =>
    rpc.withNode(chainId, (node) => readBalancesOn(node, holder, assets))
  return {
    readHead: (chainId) => rpc.withNode(chainId, readHead),
    readNodes: async (chainId) => Promise.all(rpc.nodesOf(chainId).map(readNodeState)),
    readSafeState: async ({ chainId, address }) =>
      (await rpc.withNode(chainId, (node) => readSafe(node, address))).state,
    readAgreedSafeState: async ({ chainId, address }) => readAgreedSafe(rpc.nodesOf(chainId), address),
    checkSafe: async (chainId, address) => {
      try {
        return judgeSafe(chainId, address, await rpc.withNode(chainId, (node) => readSafe(node, address)))
      } catch (error) {
        if (error instanceof AppError && error.code === 'NOT_FOUND') return { ok: false, sentence: error.message }
        throw error
      }
    },
    hashByContract: ({ safe, tx }) =>
      rpc.withNode(safe.chainId, async (node) => {
        const args = [
          tx.to,
          tx.value,
          tx.data,
          tx.operation,
          tx.safeTxGas,
          tx.baseGas,
          tx.gasPrice,
          tx.gasToken,
          tx.refundReceiver,
          tx.nonce,
        ] as const
        const data = encodeFunctionData({ abi: HASHING, functionName: 'getTransactionHash', args })
        const [answer] = await node.ask([callTo(safe.address, data, 'latest')])
        return answered(node, hashShape, answer)
      }),
    readBalances,
    readNativeBalance: async (chainId, holder) => {
      const balance = (await readBalances(chainId, holder, ['native'])).get('native')
      if (balance === undefined) throw new Error('a balance was asked for')
      return balance
    },
    readBlocked: async (chainId, asked) => readBlocked(rpc.nodesOf(chainId), asked),
    readDelegations: async (chainId, accounts) => readDelegations(rpc.nodesOf(chainId), accounts),
    readProxyCreationCode: (chainId) => rpc.withNode(chainId, readProxyCreationCode),
    readCodePin: (chainId, address) => readCodePin(rpc, chainId, address),
    readToken: (chainId, token) => rpc.withNode(chainId, (node) => readTokenOn(node, token)),
    isSignedByContract: async (chainId, contract, signed) =>
      readContractSignature(rpc.nodesOf(chainId), contract, signed),
    readActivity: async ({ chainId, address }, after) => readActivity(rpc.nodesOf(chainId), address, after),
    readMoved: ({ chainId, address }, questions) =>
      rpc.withNode(chainId, (node) => readMovedOn(node, address, questions)),
    readOnward: async (chainId, question) => readOnward(rpc.nodesOf(chainId), question),
    readSucceeded: async (chainId, hashes) => readSucceeded(rpc.nodesOf(chainId), hashes),
    observe: async (staged, handover) => {
      const [first, second] = rpc.nodesOf(staged.safe.chainId)
      const now = clock.now()
      const [one, other] = await Promise.all([
        observeOn(first, staged, handover, now),
        second ? observeOn(second, staged, handover, now) : null,
      ])
      return other === null ? one : agreeOn(one, other)
    },
  }
}
