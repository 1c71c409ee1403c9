import type { Address, Hash } from 'viem'
import type { Receipt, TokenTransfer } from '@/lib/execute/seen-transfers'
import { differingSettings } from '@/lib/simulate/differing-settings'
import type { SafeState } from '@/lib/simulate/types'

/** What happened to a Safe since the last look. */
export type SafeActivity = {
  readonly block: bigint
  readonly state: SafeState
  readonly executions: readonly { readonly safeTxHash: Hash; readonly txHash: Hash }[]
  readonly moduleExecutions: readonly { readonly module: Address; readonly txHash: Hash }[]
  /** Tokens that left the Safe, by the tokens' own word. */
  readonly outflows: readonly TokenTransfer[]
  /** Tokens that came in, by the tokens' own word, and the chain's coin, by the Safe's (1.3.0 and later). */
  readonly received: readonly Receipt[]
}

export type KnownTransaction = {
  readonly id: string
  readonly safeTxHash: Hash
  readonly isConfiguration: boolean
  /** False of what ended here without an execution: signed and sent all the same, it is nothing that the desk did. */
  readonly isLive: boolean
}

/** The transactions in which a withdrawal of the desk ran. */
export function ownTransactions(
  { executions }: Pick<SafeActivity, 'executions'>,
  known: readonly KnownTransaction[],
): ReadonlySet<Hash> {
  const isOwn = (hash: Hash) =>
    known.some(({ safeTxHash, isLive }) => isLive && safeTxHash.toLowerCase() === hash.toLowerCase())
  return new Set(executions.filter(({ safeTxHash }) => isOwn(safeTxHash)).map(({ txHash }) => txHash))
}

/** What an alarm is of, as its sentence begins: which module, token or settings, and no hash or block. */
export const alarmKind = (sentence: string): string =>
  /^(?:It executed|The module \S+ acted|Tokens of \S+ left|Its nonce went|Its .+? changed)/.exec(sentence)?.[0] ??
  sentence

/**
 * What the desk did not do, a sentence each (SPEC §3): a nonce used by a hash that it never staged, a module that acted,
 * tokens that left, settings that changed. Each is reason enough to freeze the Safe.
 * @param before settings at the last look
 * @param activity its outflows without those that are forged
 */
export function alarmsOf(
  before: SafeState,
  activity: Omit<SafeActivity, 'received'>,
  known: readonly KnownTransaction[],
): readonly string[] {
  const { block, state, executions, moduleExecutions, outflows } = activity
  const isOf = (hash: Hash) => (one: KnownTransaction) => one.safeTxHash.toLowerCase() === hash.toLowerCase()
  const find = (hash: Hash) => known.find((one) => one.isLive && isOf(hash)(one))
  const own = executions.filter(({ safeTxHash }) => find(safeTxHash) !== undefined)
  const ownHashes = ownTransactions(activity, known)
  const seen = new Set(executions.map(({ safeTxHash }) => safeTxHash))
  const isReconfigured = own.some(({ safeTxHash }) => find(safeTxHash)?.isConfiguration)
  const changed = differingSettings({ ...before, nonce: state.nonce }, state)
  const sentences = [
    ...executions
      .filter(({ safeTxHash }) => find(safeTxHash) === undefined)
      .map(({ safeTxHash, txHash }) => {
        const ended = known.filter(isOf(safeTxHash)).map(({ id }) => id)
        const what =
          ended.length > 0 ? `which is ${ended.join(' and ')} and had ended here` : 'which this desk never staged'
        return `It executed ${safeTxHash}, ${what}, in ${txHash}.`
      }),
    ...moduleExecutions.map(({ module, txHash }) => `The module ${module} acted for it in ${txHash}.`),
    ...outflows
      .filter(({ txHash }) => !ownHashes.has(txHash))
      .map(({ token, txHash }) => `Tokens of ${token} left it in ${txHash}, which is no withdrawal of this desk.`),
    ...(changed.length > 0 && !isReconfigured
      ? [`Its ${changed.join(', ')} changed outside this desk, seen at block ${block}.`]
      : []),
    ...(state.nonce - before.nonce > BigInt(seen.size)
      ? [`Its nonce went from ${before.nonce} to ${state.nonce} without an execution for each, seen at block ${block}.`]
      : []),
  ]
  return [...new Set(sentences)]
}
