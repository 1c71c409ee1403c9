import 'server-only'
import { asc, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { freezeLift, freezeOrder } from '@/db/schema/freeze'
import { member } from '@/db/schema/member'
import { AppError } from '@/lib/core/errors'
import { type Freeze, type FreezeKind, freezesOn, type Touched } from '@/lib/policy/freeze'

export type KnownFreeze = Freeze & {
  readonly id: string
  readonly at: Date
  readonly reason: string
  /** "Ruth", or the desk. */
  readonly by: string
}

/** Every freeze that was ever set, oldest first, with those who lifted it. */
export async function readFreezes(db: Reader): Promise<KnownFreeze[]> {
  const [rows, lifts] = await Promise.all([
    db
      .select({ row: freezeOrder, by: member.name })
      .from(freezeOrder)
      .leftJoin(member, eq(member.id, freezeOrder.memberId))
      .orderBy(asc(freezeOrder.at), asc(freezeOrder.id)),
    db.select({ freezeId: freezeLift.freezeId, memberId: freezeLift.memberId }).from(freezeLift),
  ])
  return rows.map(({ row, by }) => ({
    id: row.id,
    scope: { kind: row.scopeKind as FreezeKind, id: row.scopeId },
    frozenBy: row.memberId,
    by: by ?? 'The desk',
    reason: row.reason,
    at: row.at,
    liftedBy: lifts.filter(({ freezeId }) => freezeId === row.id).map(({ memberId }) => memberId),
  }))
}

/** @throws AppError BLOCKED naming the first freeze that stops it, by whom and since when */
export function assertNotFrozen(freezes: readonly KnownFreeze[], touched: Touched): void {
  const [first] = freezesOn(freezes, touched)
  if (first) throw new AppError('BLOCKED', `${frozenSentence(first)} Nothing was done.`)
}

const STOPPED: Record<FreezeKind, string> = {
  organisation: 'The organisation is frozen',
  safe: 'This Safe is frozen',
  withdrawal: 'This withdrawal is frozen',
  member: 'Somebody on this is frozen',
}

/** "This Safe is frozen by Ruth since 2026-11-25T03:00:00.000Z." */
export const frozenSentence = ({ scope, by, at }: Pick<KnownFreeze, 'scope' | 'by' | 'at'>): string =>
  `${STOPPED[scope.kind]} by ${by} since ${at.toISOString()}.`
