import 'server-only'
import { freezeLift, freezeOrder } from '@/db/schema/freeze'
import { unfreezeSubject } from '@/lib/approve/subjects'
import type { FactorProof } from '@/lib/approve/types'
import type { Leaf } from '@/lib/audit/types'
import { AppError } from '@/lib/core/errors'
import { freezeLiftObject } from '@/lib/flows/content'
import { tampered } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import { requireMember } from '@/lib/flows/lock-member'
import { movesOfRow } from '@/lib/flows/moved'
import { isProvenAnswer, type Proven } from '@/lib/flows/proven-answer'
import type { CurrentReview } from '@/lib/flows/review-now'
import type { ApprovalRow } from '@/lib/flows/standing'
import {
  type Freeze,
  FREEZE_KINDS,
  type FreezeKind,
  freezesOn,
  isReplacement,
  LIFT_ROLES,
  touchedByReplacement,
} from '@/lib/policy/freeze'

type Lift = { readonly row: typeof freezeLift.$inferSelect; readonly of: typeof freezeOrder.$inferSelect }

/**
 * No freeze stands by the log: a row that was taken away, or a lift that nobody's passkey gave, changes nothing (SPEC §8).
 * @throws AppError BLOCKED naming what is frozen
 */
export async function assertNoFreeze(
  ctx: Pick<Ctx, 'db' | 'actor'>,
  proven: Proven,
  { row, registry }: CurrentReview,
  approvals: readonly ApprovalRow[],
): Promise<void> {
  const leaves = (await proven.log.leavesAbout(['freeze'])).filter(({ outcome }) => outcome === 'done')
  if (leaves.length === 0) return
  const lifts = await provenLifts(proven, ctx.db)
  const freezes = leaves.map((leaf) => freezeOf(leaf, lifts))
  const { memberId: actorId } = requireMember(ctx)
  const people = [row.initiatorId, ...approvals.map(({ memberId }) => memberId), actorId]
  const place = { installationId: registry.installation.id, safeId: row.safeId, withdrawalId: row.id }
  const touched = { ...place, people, moves: movesOfRow(row) }
  const [first] = freezesOn(freezes, isReplacement(row) ? touchedByReplacement(actorId) : touched)
  if (first)
    throw new AppError(
      'BLOCKED',
      `The log has a freeze of the ${first.scope.kind} ${first.scope.id} that nobody lifted. Nothing was handed over.`,
    )
}

// The leaf alone says what it stops; who set it is its actor.
function freezeOf({ object, actor }: Leaf, lifts: readonly Lift[]): Freeze {
  const [kind = '', ...rest] = object.id.split('/')
  const known = FREEZE_KINDS.find((candidate) => candidate === kind)
  const freezeId = rest.at(-1)
  if (known === undefined || freezeId === undefined) throw tampered('The log has a freeze of an unknown kind.')
  return {
    scope: { kind: known, id: rest.slice(0, -1).join('/') },
    frozenBy: actor.id ?? null,
    liftedBy: lifts.filter(({ of }) => of.id === freezeId).map(({ row }) => row.memberId),
  }
}

// Only lifts whose row equals its leaf, by somebody who may, with a passkey answer that still verifies.
async function provenLifts(proven: Proven, db: Ctx['db']): Promise<readonly Lift[]> {
  const [stops, given] = await Promise.all([db.select().from(freezeOrder), db.select().from(freezeLift)])
  const lifts: Lift[] = []
  for (const row of given) {
    const of = stops.find(({ id }) => id === row.freezeId)
    if (of && (await isProvenAnswer(proven, answerOf({ row, of })))) lifts.push({ row, of })
  }
  return lifts
}

function answerOf({ row, of }: Lift) {
  const scope = { kind: of.scopeKind as FreezeKind, id: of.scopeId }
  return {
    object: freezeLiftObject(row, of),
    memberId: row.memberId,
    proof: row.proof as FactorProof,
    action: 'unfreeze' as const,
    subject: unfreezeSubject({ freezeId: of.id, scope, reason: row.reason }),
    roles: LIFT_ROLES,
  }
}
