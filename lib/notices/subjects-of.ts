import type { Leaf } from '@/lib/audit/types'

/** Ids of the rows that a caller reads before it asks whom an event concerns; null where it is about no such thing. */
export type Subjects = {
  readonly withdrawalId: string | null
  readonly proposalId: string | null
  /** An approval that no longer counts. */
  readonly approvalId: string | null
}

/** What a leaf is about. Refusals are about nothing that changed. */
export function subjectsOf({ object, subject, outcome }: Leaf): Subjects {
  const isDone = outcome === 'done'
  const isOf = (...types: readonly string[]) => isDone && types.includes(object.type)
  const isStale = isOf('stale-approval')
  return {
    // A leaf about a stale approval names the withdrawal as its subject (lib/flows/mark-stale.ts).
    withdrawalId: isStale ? subject : isOf('withdrawal', 'nudge', 'comment') ? withdrawalIn(object.id) : null,
    proposalId: isOf('proposal', 'proposal-decision') ? object.id : null,
    approvalId: isStale ? object.id : null,
  }
}

/** "W-1001" of "W-1001/<id of a comment>" too. */
export const withdrawalIn = (objectId: string): string => objectId.split('/')[0] ?? objectId
