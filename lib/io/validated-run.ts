import 'server-only'
import type { Address, Hex } from 'viem'
import { concat, numberToHex } from 'viem/utils'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import { READER_ADDRESS } from '@/lib/io/node-capabilities'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { parseSimulated, simulateCall } from '@/lib/io/state-reads'
import { statusOf } from '@/lib/simulate/effects'
import { type Head, nextHeader, TIP } from '@/lib/simulate/environments'
import type { ExecutionCall } from '@/lib/simulate/execution-call'
import type { TraceLog } from '@/lib/simulate/frames'
import { fundedFor, type Held } from '@/lib/simulate/funds'
import { COIN, type Undone, type ValidatedRun } from '@/lib/simulate/validated'

const PROBE_FUNDS = numberToHex(10n ** 20n)
const PROBE_GAS = numberToHex(200_000)
/** Accounts that nobody has, with code for the length of the probe. */
const TRYING: Address = '0x5aFE5AfE5afe5afE5afE5afe5afE5aFE5afE5AF1'
const REFUSING: Address = '0x5AFe5aFE5afE5afe5Afe5aFe5Afe5AFe5AfE5af2'
// Both pass on what they got, call(gas, next, callvalue); the second then undoes it. No PUSH0, for older chains.
const passingTo = (next: Address, end: Hex): Hex => concat(['0x60006000600060003473', next, '0x5af1', end])
const PASSING = {
  [TRYING]: { code: passingTo(REFUSING, '0x00') },
  [REFUSING]: { code: passingTo(READER_ADDRESS, '0x60006000fd') },
}
/** How many moves of the probe are told: the first alone, the one that is undone, or what was moved inside it as well. */
const UNDONE: readonly Undone[] = ['none', 'none', 'own', 'all']

type Asked = {
  readonly call: ExecutionCall
  readonly head: Head
  readonly gas: bigint
  readonly held: Held
  readonly sender: Address
}

/**
 * The execution alone in a block with the newest header's own fields, as `eth_simulateV1` runs it where it validates nonce,
 * fees and funds of the sender. A transaction of one unit in a block after it, between accounts that nobody has, shows
 * whether the node logs movements of the chain's coin, and those that are undone. Null where the node refuses to, or gives
 * no whole answer: a refusal says nothing of the transaction. A probe that fails says nothing of coin, and no more.
 */
export async function runValidated(node: Node, asked: Asked): Promise<ValidatedRun | null> {
  const { call, head, gas, sender } = asked
  const { baseFee } = head
  const fees = { maxFeePerGas: numberToHex(2n * baseFee + TIP), maxPriorityFeePerGas: numberToHex(TIP) }
  const hasL1Fee = chainOf(node.chainId).hasL1Fee === true
  const blocks = [
    {
      stateOverrides: fundedFor(sender, call, { ...asked, asked: { gas, baseFee, hasL1Fee } }),
      blockOverrides: nextHeader(head),
      calls: [{ from: sender, to: call.to, data: call.data, gas: numberToHex(gas), ...fees }],
    },
    {
      stateOverrides: {
        [READER_ADDRESS]: { balance: PROBE_FUNDS },
        ...PASSING,
      },
      blockOverrides: nextHeader({ ...head, number: head.number + 1n, timestamp: head.timestamp + 12n }),
      calls: [{ from: READER_ADDRESS, to: TRYING, value: numberToHex(1), gas: PROBE_GAS, ...fees }],
    },
  ]
  // Whatever goes wrong with this one more question, the review has its other runs.
  const [answer] = await node
    .ask([simulateCall(blocks, numberToHex(head.number), 'validated')])
    .catch((error: unknown): RpcAnswer[] => {
      if (error instanceof AppError && error.code === 'UNAVAILABLE') return []
      throw error
    })
  const [[executed] = [], [probed] = []] = parseSimulated(answer) ?? []
  if (!executed || executed.isRefused) return null
  const isCoin = ({ address }: TraceLog): boolean => address === COIN
  const told = probed === undefined || probed.isReverted ? [] : probed.logs.filter(isCoin)
  return {
    status: statusOf(executed.isReverted, executed.output),
    sender,
    logs: executed.isReverted ? [] : executed.logs,
    // A node that logs any coin logs coin, whatever becomes of the probe.
    tellsCoin: told.length > 0 || executed.logs.some(isCoin),
    tellsUndone: UNDONE[told.length] ?? 'none',
  }
}
