import 'server-only'
import type { WithdrawalRow } from '@/lib/flows/locks'
import type { Plan } from '@/lib/flows/plan-withdrawal'
import { toReviewable } from '@/lib/flows/withdrawal-row'
import { type Moves, movesOf } from '@/lib/policy/freeze'

/** What a staged withdrawal moves, as freezes look at it. */
export const movesOfRow = (row: WithdrawalRow): Moves =>
  movesOf({ chainId: row.chainId, to: row.to, data: row.data, intent: toReviewable(row).intent })

/** The same before it is staged. */
export const movesOfPlan = ({ subject: { staged, intent } }: Pick<Plan, 'subject'>): Moves =>
  movesOf({ chainId: staged.safe.chainId, to: staged.tx.to, data: staged.tx.data, intent })
