import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { keccak256, numberToHex } from 'viem/utils'
import { CODE_READER, NATIVE_READER, readerInput, SLOT_READER } from '@/lib/io/node-capabilities'
import type { Node } from '@/lib/io/rpc'
import { oneWord, parseSimulated, simulateCall } from '@/lib/io/state-reads'
import type { TracedRun } from '@/lib/io/traced-run'
import { changeOf, codeChanges } from '@/lib/simulate/code-changes'
import { nativeChanges, storageChanges } from '@/lib/simulate/diff'
import { type Measured, statusOf } from '@/lib/simulate/effects'
import type { ExecutionCall, StateOverrides } from '@/lib/simulate/execution-call'
import type { TraceLog } from '@/lib/simulate/frames'
import type { SlotValue } from '@/lib/simulate/safe-slots'
import type { TokenRead } from '@/lib/simulate/watch'

export type BlockSubject = {
  readonly block: Hex
  readonly call: ExecutionCall
  readonly reads: readonly TokenRead[]
  readonly runs: readonly [TracedRun, ...TracedRun[]]
  readonly safe: Address
  /** Settings of the Safe as they are known, looked at whatever the traces say of them. */
  readonly settings?: readonly SlotValue[]
  /** Executions of the same Safe that come first in the block, lowest nonce first. */
  readonly ahead?: readonly ExecutionCall[]
}

export type SimulatedBlock = {
  readonly measured: Measured
  /** Events of the run itself, in order. */
  readonly logs: readonly TraceLog[]
  /** Places of those ahead that revert. */
  readonly failed: readonly number[]
}

/**
 * The same call in a block of `eth_simulateV1`, without any tracer: balances are read before and after it in that
 * block, storage of the Safe afterwards by putting a reader over it. A second way to the same answer, in which author and
 * fees are zero. Null when the node gives no whole answer: then what the traces measured stands alone.
 */
export async function measureSimulatedBlock(node: Node, subject: BlockSubject): Promise<SimulatedBlock | null> {
  const { block, call, reads, runs, safe, ahead = [] } = subject
  const accounts = nativeAccounts(runs, safe)
  const coded = codedAccounts(runs)
  const slots = changedSlots(runs, safe, subject.settings ?? [])
  const questions = [
    ...reads.map(({ token, data }) => ({ to: token, data })),
    ...accounts.map((account) => ({ to: NATIVE_READER.address, data: readerInput(account) })),
    ...coded.map((account) => ({ to: CODE_READER.address, data: readerInput(account) })),
  ]
  const stateOverrides = {
    ...overridesOf(subject),
    [NATIVE_READER.address]: { code: NATIVE_READER.code },
    ...(coded.length > 0 && { [CODE_READER.address]: { code: CODE_READER.code } }),
  }
  const [execution, ...earlier] = [call, ...ahead].map(({ from, to, data }) => ({ from, to, data }))
  if (!execution) throw new Error('the call itself is run')
  const [answer] = await node.ask([
    simulateCall(
      [
        { stateOverrides, calls: [...earlier, ...questions, execution, ...questions] },
        {
          stateOverrides: { [safe]: { code: SLOT_READER } },
          calls: slots.map(({ slot }) => ({ to: safe, data: readerInput(slot) })),
        },
      ],
      block,
    ),
  ])
  const [main, storage] = parseSimulated(answer) ?? []
  const start = earlier.length
  const executed = main?.[start + questions.length]
  if (!executed || main?.length !== start + 2 * questions.length + 1 || storage?.length !== slots.length) return null
  const wordAt = (place: number): bigint | null => {
    const answered = main[start + place]
    return answered && !answered.isReverted ? oneWord(answered.output) : null
  }
  const after = questions.length + 1
  const measured: Measured = {
    name: 'simulated block, no fees',
    status: statusOf(executed.isReverted, executed.output),
    readings: reads.map((read, place) => ({ read, before: wordAt(place), after: wordAt(after + place) })),
    native: accounts.flatMap((account, index) => {
      const place = reads.length + index
      const [was, is] = [wordAt(place) ?? 0n, wordAt(after + place) ?? 0n]
      return was === is ? [] : [{ account, asset: 'native' as const, before: was, after: is }]
    }),
    code: coded.flatMap((account, index) => {
      const place = reads.length + accounts.length + index
      return changeOf(account, codeIn(wordAt(place)), codeIn(wordAt(after + place)))
    }),
    safeStorage: slots.flatMap(({ slot, before }, place) => {
      const is = numberToHex(oneWord(storage[place]?.output ?? '0x') ?? 0n, { size: 32 })
      return is === before ? [] : [{ slot, before, after: is }]
    }),
  }
  const failed = main.slice(0, start).flatMap(({ isReverted }, place) => (isReverted ? [place] : []))
  return { measured, logs: executed.logs, failed }
}

// Every hash is taken to be approved; the Safe stands at the nonce of the first that runs.
function overridesOf({ call, safe, ahead = [] }: BlockSubject): StateOverrides {
  const stateDiff: Record<Hash, Hex> = {}
  for (const { stateOverrides } of [call, ...ahead.toReversed()])
    Object.assign(stateDiff, stateOverrides[safe]?.stateDiff)
  return { ...call.stateOverrides, [safe]: { stateDiff } }
}

function nativeAccounts(runs: BlockSubject['runs'], safe: Address): Address[] {
  const accounts = new Set([safe])
  for (const { diff, sender, environment, trace } of runs) {
    const { author, gasPrice, baseFee } = environment
    const bill = { sender, author, gasUsed: trace.gasUsed, gasPrice, baseFee }
    for (const { account } of nativeChanges(diff, bill)) accounts.add(account)
  }
  return [...accounts]
}

// Accounts whose code some run changes; all others keep theirs, as far as the traces tell.
const codedAccounts = (runs: BlockSubject['runs']): Address[] =>
  [...new Set(runs.flatMap(({ diff }) => codeChanges(diff).map(({ address }) => address)))].sort()

const NO_CODE = BigInt(keccak256('0x'))
const codeIn = (word: bigint | null): Hash | null =>
  word === null || word === 0n || word === NO_CODE ? null : numberToHex(word, { size: 32 })

// A slot that only one run changes is looked at with the value it had before: that environment then differs.
function changedSlots(runs: BlockSubject['runs'], safe: Address, settings: readonly SlotValue[]): SlotValue[] {
  const slots = new Map<Hash, Hex>(settings.map(({ slot, before }) => [slot, before]))
  for (const { diff } of runs) for (const { slot, before } of storageChanges(diff, safe)) slots.set(slot, before)
  return [...slots].sort(([a], [b]) => (a < b ? -1 : 1)).map(([slot, before]) => ({ slot, before }))
}
