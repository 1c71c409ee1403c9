import 'server-only'
import type { Address } from 'viem'
import { allCalls } from '@/lib/assess/calls'
import { isSameAddress } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import { decode } from '@/lib/decode/decode'
import { type AbiAnswer, fetchedAbis } from '@/lib/decode/fetched-abis'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import type { CallNode, DecodeContext } from '@/lib/decode/types'
import type { Ctx } from '@/lib/flows/flow'
import type { RegisteredContract, Surroundings } from '@/lib/flows/registry'
import { isSamePin } from '@/lib/io/code-pin'
import type { StagedTx } from '@/lib/stage/types'

type Known = Pick<Surroundings, 'assets' | 'contracts'> & {
  readonly abis: readonly AbiAnswer[]
  /** Whether the chain answered at all; while it does not, nothing is approved and everything can be read. */
  readonly isReached: boolean
}

/**
 * The call tree as this desk reads it. A registered contract counts only where the chain says now that it runs the code
 * which two people looked at; one that runs other code is read as if nobody knew it.
 * @throws AppError UNAVAILABLE when the chain answers and does not say which code runs
 */
export async function decodeHere(
  { io }: Pick<Ctx, 'io'>,
  staged: StagedTx,
  { assets, contracts, abis, isReached }: Known,
): Promise<CallNode> {
  const { chainId, address, version } = staged.safe
  const context: DecodeContext = {
    ...{ chainId, safe: address, safeVersion: version },
    tokens: assets.flatMap(({ address: token, symbol }) => (token === 'native' ? [] : [{ address: token, symbol }])),
    names: SELECTOR_NAMES,
    abis: fetchedAbis(abis),
  }
  const call = decode(staged, context)
  const asked = contracts.filter((one) => isCalled(call, one.address))
  if (asked.length === 0) return call
  const runsIt = await Promise.all(asked.map((one) => isUnchanged(io, { chainId, isReached }, one)))
  return decode(staged, { ...context, contracts: asked.filter((_, at) => runsIt[at]) })
}

const isCalled = (call: CallNode, address: Address): boolean =>
  allCalls({ call }).some(({ node }) => node.elsewhere === '' && isSameAddress(node.target, address))

async function isUnchanged(
  { chain }: Ctx['io'],
  { chainId, isReached }: { chainId: number; isReached: boolean },
  { address, code }: RegisteredContract,
): Promise<boolean> {
  try {
    return isSamePin(await chain.readCodePin(chainId, address), code)
  } catch (error) {
    // An answer that is missing makes no review of its own, which would undo approvals: whoever asks waits.
    if (isReached && error instanceof AppError && error.code === 'UNAVAILABLE') throw error
    return false
  }
}
