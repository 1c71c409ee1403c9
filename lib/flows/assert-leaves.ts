import 'server-only'
import { and, eq } from 'drizzle-orm'
import { installation } from '@/db/schema/installation'
import { member, passkey, wallet } from '@/db/schema/member'
import { asset, bookEntry, policy, safe } from '@/db/schema/registry'
import { sectionKey } from '@/lib/audit/pack'
import type { AuditObject } from '@/lib/audit/types'
import { admittedRegistry, REGISTERED } from '@/lib/flows/admitted-registry'
import * as content from '@/lib/flows/content'
import { differs, nameOf } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { CurrentReview } from '@/lib/flows/review-now'
import type { ApprovalRow } from '@/lib/flows/standing'

/**
 * Preflight trusts no row: each one must be what the proven log says, and each object of the log must have its row
 * (SPEC §8). The whole registry is compared, since a row that names nobody here still decides who is eligible.
 * @throws AppError BLOCKED naming the first row that differs
 */
export async function assertLeaves(
  ctx: Pick<Ctx, 'db'>,
  log: ProvenLog,
  { row }: CurrentReview,
  approvals: readonly ApprovalRow[],
): Promise<void> {
  const registry = admittedRegistry(await log.leavesAbout([...REGISTERED, 'bootstrap']), log.checkpoint.size)
  const rows = await registeredRows(ctx)
  for (const object of rows) if (registry.current.get(nameOf(object)) !== object.contentHash) throw differs(object)
  const present = new Set(rows.map(nameOf))
  for (const name of registry.current.keys()) {
    const [type = '', id = ''] = name.split(' ')
    if (!present.has(name)) throw differs({ type, id })
  }
  const pinned = await readPinned(ctx, row)
  if (registry.versions.get(sectionKey(pinned)) !== pinned.contentHash) throw differs(pinned)
  for (const object of [content.withdrawalObject(row), ...approvals.map(content.approvalObject)]) {
    // These never change, so their first event counts: a later one about a changed row would name what was changed.
    const [first] = await log.leavesAbout([object.type], object.id)
    if (first?.object.contentHash !== object.contentHash) throw differs(object)
  }
}

async function registeredRows({ db }: Pick<Ctx, 'db'>): Promise<AuditObject[]> {
  const [installs, members, wallets, passkeys, safes, assets, entries, policies] = await Promise.all([
    db.select().from(installation),
    db.select().from(member),
    db.select().from(wallet),
    db.select().from(passkey),
    db.select().from(safe),
    db.select().from(asset),
    db.select().from(bookEntry),
    db.select().from(policy).where(eq(policy.isActive, true)),
  ])
  return [
    ...installs.map(content.installationObject),
    ...members.map(content.memberObject),
    ...wallets.map(content.walletObject),
    ...passkeys.map(content.passkeyObject),
    ...safes.map(content.safeObject),
    ...assets.map(content.assetObject),
    ...entries.map(content.bookEntryObject),
    ...policies.map(content.policyObject),
  ]
}

// The version pinned at staging may be an older one than the active.
async function readPinned({ db }: Pick<Ctx, 'db'>, row: CurrentReview['row']): Promise<AuditObject> {
  const [pinned] = await db
    .select()
    .from(policy)
    .where(and(eq(policy.id, row.policyId), eq(policy.version, row.policyVersion)))
  if (!pinned) throw differs({ type: 'policy', id: row.policyId })
  return content.policyObject(pinned)
}
