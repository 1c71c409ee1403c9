import 'server-only'
import { freezeLift, freezeOrder } from '@/db/schema/freeze'
import { checkProof } from '@/lib/approve/check-approval'
import { passkeyFault } from '@/lib/approve/registered-passkey'
import { unfreezeSubject } from '@/lib/approve/subjects'
import type { FactorProof } from '@/lib/approve/types'
import type { Leaf } from '@/lib/audit/types'
import { AppError } from '@/lib/core/errors'
import type { ProvenRows } from '@/lib/flows/assert-leaves'
import { freezeLiftObject } from '@/lib/flows/content'
import { tampered } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import { expectedPasskey, isUsableAt } from '@/lib/flows/proven-passkey'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { CurrentReview } from '@/lib/flows/review-now'
import type { ApprovalRow } from '@/lib/flows/standing'
import { type Freeze, FREEZE_KINDS, type FreezeKind, freezesOn, LIFT_ROLES } from '@/lib/policy/freeze'

type Lift = { readonly row: typeof freezeLift.$inferSelect; readonly of: typeof freezeOrder.$inferSelect }

/**
 * No freeze stands by the log: a row that was taken away, or a lift that nobody's passkey gave, changes nothing (SPEC §8).
 * @throws AppError BLOCKED naming what is frozen
 */
export async function assertNoFreeze(
  ctx: Pick<Ctx, 'db' | 'origin' | 'actor'>,
  log: ProvenLog,
  rows: ProvenRows,
  { row, registry }: CurrentReview,
  approvals: readonly ApprovalRow[],
): Promise<void> {
  const leaves = (await log.leavesAbout(['freeze'])).filter(({ outcome }) => outcome === 'done')
  if (leaves.length === 0) return
  const lifts = await provenLifts(ctx, log, rows, registry.installation.id)
  const freezes = leaves.map((leaf) => freezeOf(leaf, lifts))
  const actorId = ctx.actor.kind === 'member' ? [ctx.actor.memberId] : []
  const people = [row.initiatorId, ...approvals.map(({ memberId }) => memberId), ...actorId]
  const touched = { installationId: registry.installation.id, safeId: row.safeId, withdrawalId: row.id, people }
  const [first] = freezesOn(freezes, touched)
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
async function provenLifts(
  ctx: Pick<Ctx, 'db' | 'origin'>,
  log: ProvenLog,
  rows: ProvenRows,
  installation: string,
): Promise<readonly Lift[]> {
  const [stops, given] = await Promise.all([ctx.db.select().from(freezeOrder), ctx.db.select().from(freezeLift)])
  const lifts = given.flatMap((row) => {
    const of = stops.find(({ id }) => id === row.freezeId)
    return of ? [{ row, of }] : []
  })
  const proven: Lift[] = []
  for (const lift of lifts) if (await isProven(ctx, log, rows, installation, lift)) proven.push(lift)
  return proven
}

async function isProven(
  ctx: Pick<Ctx, 'origin'>,
  log: ProvenLog,
  rows: ProvenRows,
  installation: string,
  { row, of }: Lift,
): Promise<boolean> {
  const object = freezeLiftObject(row, of)
  const [leaf] = await log.leavesAbout([object.type], object.id)
  const by = rows.members.find(({ id }) => id === row.memberId)
  const proof = row.proof as FactorProof
  const { preimage } = proof
  const scope = { kind: of.scopeKind as FreezeKind, id: of.scopeId }
  const isBound =
    leaf?.object.contentHash === object.contentHash &&
    leaf.actor.id === row.memberId &&
    by?.isActive === true &&
    by.roles.some((role) => LIFT_ROLES.includes(role)) &&
    preimage.installation === installation &&
    preimage.member === row.memberId &&
    preimage.action === 'unfreeze' &&
    preimage.subject === unfreezeSubject({ freezeId: of.id, scope, reason: row.reason })
  if (!isBound) return false
  const expected = expectedPasskey(ctx, rows, proof)
  const isOwn = passkeyFault(row.memberId, proof, expected) === null
  return isOwn && isUsableAt(expected, [Date.parse(leaf.at)]) && (await checkProof(proof)).ok
}
