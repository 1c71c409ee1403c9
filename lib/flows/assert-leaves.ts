import 'server-only'
import { sectionKey } from '@/lib/audit/pack'
import { admittedRegistry, REGISTERED } from '@/lib/flows/admitted-registry'
import * as content from '@/lib/flows/content'
import { differs, nameOf } from '@/lib/flows/differs'
import type { ProvenLog } from '@/lib/flows/prove-log'
import { type RegisteredRows, registeredObjects } from '@/lib/flows/registered-rows'
import type { CurrentReview } from '@/lib/flows/review-now'
import type { ApprovalRow } from '@/lib/flows/standing'

/** Registered rows of which each equals its leaf; only `assertLeaves` gives them. */
export type ProvenRows = Pick<RegisteredRows, 'members' | 'passkeys'> & {
  /** By credential id, the event that retired it. */
  readonly retiredAt: ReadonlyMap<string, number>
}

/**
 * Preflight trusts no row: each one must be what the proven log says, and each object of the log must have its row
 * (SPEC §8). The whole registry is compared, since a row that names nobody here still decides who is eligible; and it is
 * the very rows that the review was computed from, not those that are there by now.
 * @returns the rows, for whatever is checked after
 * @throws AppError BLOCKED naming the first row that differs
 */
export async function assertLeaves(
  log: ProvenLog,
  { row, registry: { rows } }: CurrentReview,
  approvals: readonly ApprovalRow[],
): Promise<ProvenRows> {
  const registry = await admittedRegistry(await log.leavesAbout([...REGISTERED, 'bootstrap']), log, rows)
  const objects = registeredObjects(rows)
  for (const object of objects) if (registry.current.get(nameOf(object)) !== object.contentHash) throw differs(object)
  const present = new Set(objects.map(nameOf))
  for (const name of registry.current.keys()) {
    const [type = '', id = ''] = name.split(' ')
    if (!present.has(name)) throw differs({ type, id })
  }
  const pinned = pinnedObject(rows, row)
  if (registry.versions.get(sectionKey(pinned)) !== pinned.contentHash) throw differs(pinned)
  for (const object of [content.withdrawalObject(row), ...approvals.map(content.approvalObject)]) {
    // These never change, so their first event counts: a later one about a changed row would name what was changed.
    const [first] = await log.leavesAbout([object.type], object.id)
    if (first?.object.contentHash !== object.contentHash) throw differs(object)
  }
  return { ...rows, retiredAt: registry.retiredAt }
}

// The version pinned at staging may be an older one than the active.
function pinnedObject({ policies }: RegisteredRows, row: CurrentReview['row']) {
  const pinned = policies.find(({ id, version }) => id === row.policyId && version === row.policyVersion)
  if (!pinned) throw differs({ type: 'policy', id: row.policyId })
  return content.policyObject(pinned)
}
