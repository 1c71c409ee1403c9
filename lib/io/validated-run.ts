import 'server-only'
import type { Address } from 'viem'
import { numberToHex } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { READER_ADDRESS } from '@/lib/io/node-capabilities'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { parseSimulated, simulateCall } from '@/lib/io/state-reads'
import { statusOf } from '@/lib/simulate/effects'
import { type Head, nextHeader, TIP } from '@/lib/simulate/environments'
import type { ExecutionCall } from '@/lib/simulate/execution-call'
import { COIN, type ValidatedRun } from '@/lib/simulate/validated'

/** Enough for any gas bill; whoever executes for real brings their own. */
const FUNDS = numberToHex(10n ** 24n)
const PLAIN_TRANSFER_GAS = numberToHex(21_000)

type Asked = { readonly call: ExecutionCall; readonly head: Head; readonly gas: bigint; readonly sender: Address }

/**
 * The execution alone in a block with the newest header's own fields, as `eth_simulateV1` runs it where it validates nonce,
 * fees and funds of the sender. A second transaction of one unit, from an account that nobody has, shows whether the node
 * logs movements of the chain's coin. Null where the node refuses to, or gives no whole answer: a refusal says nothing of the
 * transaction.
 */
export async function runValidated(node: Node, { call, head, gas, sender }: Asked): Promise<ValidatedRun | null> {
  const fees = { maxFeePerGas: numberToHex(2n * head.baseFee + TIP), maxPriorityFeePerGas: numberToHex(TIP) }
  const execution = { from: sender, to: call.to, data: call.data, gas: numberToHex(gas), ...fees }
  const probe = { from: READER_ADDRESS, to: sender, value: numberToHex(1), gas: PLAIN_TRANSFER_GAS, ...fees }
  const { stateOverrides } = call
  const block = {
    stateOverrides: {
      ...stateOverrides,
      [sender]: { ...stateOverrides[sender], balance: FUNDS },
      [READER_ADDRESS]: { balance: FUNDS },
    },
    blockOverrides: nextHeader(head),
    calls: [execution, probe],
  }
  // Whatever goes wrong with this one more question, the review has its other runs.
  const [answer] = await node
    .ask([simulateCall([block], numberToHex(head.number), 'validated')])
    .catch((error: unknown): RpcAnswer[] => {
      if (error instanceof AppError && error.code === 'UNAVAILABLE') return []
      throw error
    })
  const [[executed, probed] = []] = parseSimulated(answer) ?? []
  if (!executed || !probed || executed.isRefused || probed.isReverted) return null
  return {
    status: statusOf(executed.isReverted, executed.output),
    sender,
    logs: executed.isReverted ? [] : executed.logs,
    tellsCoin: probed.logs.some(({ address }) => address === COIN),
  }
}
