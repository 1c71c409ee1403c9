import type { SymbolName } from './sprite'

type StateWords = { symbol: SymbolName; word: string; tone?: StateTone }
type StateTone = 'blocked' | 'held' | 'live' | 'final' | 'dead' | 'failed' | 'frozen'

/** Glyph, word and tone of every state; `reverted` and `frozen` are shown like states though neither is one. */
export const STATE_WORDS = {
  draft: { symbol: 'st-draft', word: 'Draft', tone: 'dead' },
  staged: { symbol: 'st-staged', word: 'Staged' },
  screening: { symbol: 'st-screen', word: 'Screening' },
  blocked: { symbol: 'st-stop', word: 'Blocked', tone: 'blocked' },
  held: { symbol: 'st-held', word: 'Held', tone: 'held' },
  'awaiting-approvals': { symbol: 'st-await', word: 'Awaiting approvals' },
  cooling: { symbol: 'st-cool', word: 'Cooling' },
  ready: { symbol: 'st-ready', word: 'Ready' },
  executing: { symbol: 'st-exec', word: 'Executing' },
  confirming: { symbol: 'st-conf', word: 'Confirming' },
  executed: { symbol: 'st-done', word: 'Executed', tone: 'final' },
  rejected: { symbol: 'st-dead', word: 'Rejected', tone: 'dead' },
  cancelled: { symbol: 'st-dead', word: 'Cancelled', tone: 'dead' },
  'cancel-pending-onchain': { symbol: 'st-cpend', word: 'Cancel pending on chain', tone: 'live' },
  'cancelled-onchain': { symbol: 'st-dead', word: 'Cancelled on chain', tone: 'dead' },
  expired: { symbol: 'st-cool', word: 'Expired', tone: 'dead' },
  superseded: { symbol: 'st-super', word: 'Superseded', tone: 'dead' },
  'failed-onchain': { symbol: 'st-fail', word: 'Failed on chain', tone: 'failed' },
  reverted: { symbol: 'st-revert', word: 'Reverted', tone: 'live' },
  frozen: { symbol: 'st-frozen', word: 'Frozen', tone: 'frozen' },
} as const satisfies Record<string, StateWords>

export type ShownState = keyof typeof STATE_WORDS

export function stateWords(state: ShownState): StateWords {
  return STATE_WORDS[state]
}
