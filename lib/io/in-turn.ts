import 'server-only'
import type { Capabilities } from '@/lib/io/node-capabilities'
import type { Node } from '@/lib/io/rpc'
import { type BlockSubject, measureSimulatedBlock, type SimulatedBlock } from '@/lib/io/simulated-block'
import { canonicalize } from '@/lib/core/canonical'
import { approvalsOf, balancesOf, effectsDigest } from '@/lib/simulate/effects'
import { executionCall } from '@/lib/simulate/execution-call'
import { type Ahead, turnOf } from '@/lib/simulate/turn'
import type { InTurn, SafeState } from '@/lib/simulate/types'

type Turn = {
  readonly can: Capabilities
  readonly state: SafeState
  readonly own: bigint
  readonly ahead: readonly Ahead[]
  /** The same run without the others. */
  readonly alone: SimulatedBlock | null
}

/**
 * Runs the transaction once more in a block in which those before it in the queue of its Safe run first, and compares:
 * status, balances, allowances, storage of the Safe and every event. What cannot be run so is said, never guessed.
 */
export async function runInTurn(node: Node, subject: BlockSubject, turn: Turn): Promise<InTurn> {
  const { can, state, own, ahead, alone } = turn
  const after = [...ahead].sort((a, b) => (a.nonce < b.nonce ? -1 : 1)).map(({ id }) => id)
  const unavailable = (reason: string): InTurn => ({ kind: 'unavailable', after, reason })
  if (!can.simulateV1) return unavailable(`${node.party} runs no transactions one after another (eth_simulateV1).`)
  const order = turnOf(ahead, { next: state.nonce, own })
  if (typeof order === 'string') return unavailable(order)
  const calls = order.map((staged) => executionCall(staged, state))
  const block = alone === null ? null : await measureSimulatedBlock(node, { ...subject, settings: [], ahead: calls })
  if (alone === null || block === null) return unavailable(`${node.party} gave no whole answer.`)
  const { measured, failed } = block
  const [first] = failed
  return {
    kind: 'simulated',
    after,
    failing: first === undefined ? null : (after[first] ?? null),
    status: measured.status,
    balances: balancesOf(measured),
    approvals: approvalsOf(measured, subject.safe),
    isSame:
      failed.length === 0 &&
      effectsDigest(measured, subject.safe) === effectsDigest(alone.measured, subject.safe) &&
      canonicalize(block.logs.map(logText)) === canonicalize(alone.logs.map(logText)),
  }
}

const logText = ({ address, topics, data }: SimulatedBlock['logs'][number]): string =>
  [address, ...topics, data].join(' ')
