/** Every state of a withdrawal (SPEC §3). `frozen` is a flag, not a state. */
export const STATES = [
  'draft',
  'staged',
  'screening',
  'blocked',
  'held',
  'awaiting-approvals',
  'cooling',
  'ready',
  'executing',
  'confirming',
  'executed',
  'rejected',
  'cancelled',
  'cancel-pending-onchain',
  'cancelled-onchain',
  'expired',
  'superseded',
  'failed-onchain',
] as const

export type WithdrawalState = (typeof STATES)[number]

/** Legal moves. The database holds the same rows and refuses every other; a test compares the two. */
export const TRANSITIONS: readonly (readonly [WithdrawalState, WithdrawalState])[] = [
  ['draft', 'staged'],
  ['draft', 'cancelled'],
  ['staged', 'screening'],
  ['screening', 'blocked'],
  ['screening', 'held'],
  ['screening', 'awaiting-approvals'],
  ['blocked', 'screening'],
  ['blocked', 'rejected'],
  ['blocked', 'cancelled'],
  ['blocked', 'expired'],
  ['blocked', 'cancel-pending-onchain'],
  ['held', 'awaiting-approvals'],
  ['held', 'cooling'],
  ['held', 'ready'],
  ['held', 'blocked'],
  ['held', 'rejected'],
  ['held', 'cancelled'],
  ['held', 'expired'],
  ['held', 'cancel-pending-onchain'],
  ['awaiting-approvals', 'blocked'],
  ['awaiting-approvals', 'held'],
  ['awaiting-approvals', 'cooling'],
  ['awaiting-approvals', 'ready'],
  ['awaiting-approvals', 'rejected'],
  ['awaiting-approvals', 'cancelled'],
  ['awaiting-approvals', 'expired'],
  ['awaiting-approvals', 'cancel-pending-onchain'],
  ['cooling', 'awaiting-approvals'],
  ['cooling', 'held'],
  ['cooling', 'blocked'],
  ['cooling', 'ready'],
  ['cooling', 'cancel-pending-onchain'],
  ['ready', 'awaiting-approvals'],
  ['ready', 'held'],
  ['ready', 'blocked'],
  ['ready', 'executing'],
  ['ready', 'cancel-pending-onchain'],
  ['executing', 'confirming'],
  ['executing', 'ready'],
  ['executing', 'cancel-pending-onchain'],
  ['confirming', 'executing'],
  ['confirming', 'ready'],
  ['confirming', 'executed'],
  ['confirming', 'failed-onchain'],
  ['confirming', 'cancel-pending-onchain'],
  ['cancel-pending-onchain', 'cancelled-onchain'],
  ['cancel-pending-onchain', 'confirming'],
  ['blocked', 'superseded'],
  ['held', 'superseded'],
  ['awaiting-approvals', 'superseded'],
  ['cooling', 'superseded'],
  ['ready', 'superseded'],
  ['executing', 'superseded'],
  ['confirming', 'superseded'],
  ['cancel-pending-onchain', 'superseded'],
]

/** States nothing leaves. */
export const TERMINAL: readonly WithdrawalState[] = STATES.filter(
  (state) => !TRANSITIONS.some(([from]) => from === state),
)

/** Ends after which nothing was paid, and nothing can be. */
export const ENDED_UNPAID: readonly WithdrawalState[] = TERMINAL.filter((state) => state !== 'executed')

/** True when the lifecycle allows the move. */
export function isLegalMove(from: WithdrawalState, to: WithdrawalState): boolean {
  return TRANSITIONS.some(([a, b]) => a === from && b === to)
}

/**
 * Where rejecting, cancelling or expiring leads. A signature cannot be unsigned: once one was requested or seen, only
 * using up the nonce on chain ends it (SPEC §3).
 */
export function endingOf(wish: 'rejected' | 'cancelled' | 'expired', wasSignatureRequested: boolean): WithdrawalState {
  return wasSignatureRequested ? 'cancel-pending-onchain' : wish
}

/** What the log calls a move. */
export const moveAction = (from: string, to: WithdrawalState) => `withdrawal ${from} → ${to}`

/** What a logged move says, null for an action that is no move. */
export function moveOf(action: string): { from: WithdrawalState; to: WithdrawalState } | null {
  const [, from, to] = /^withdrawal ([a-z-]+) → ([a-z-]+)$/.exec(action) ?? []
  return from === undefined || to === undefined ? null : { from: from as WithdrawalState, to: to as WithdrawalState }
}
