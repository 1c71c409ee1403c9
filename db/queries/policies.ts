import 'server-only'
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { member } from '@/db/schema/member'
import { policyActivation, policyVeto } from '@/db/schema/proposal'
import { policy, safe } from '@/db/schema/registry'
import { parsePolicy } from '@/lib/policy/schema'
import type { Policy } from '@/lib/policy/types'

/** One version of a Safe's policy, and whether it counts. */
export type PolicyLine = {
  readonly safeId: string
  readonly safeName: string
  readonly policy: Policy
  readonly createdAt: Date
  readonly activeFrom: Date
  readonly state: 'active' | 'cooling' | 'vetoed' | 'replaced'
  readonly veto: { readonly memberName: string; readonly reason: string; readonly at: Date } | null
}

/** Every version of every policy, by Safe, the newest first. */
export async function listPolicies(db: Reader, _viewer: Viewer): Promise<PolicyLine[]> {
  const rows = await db
    .select({ row: policy, safeName: safe.name, activation: policyActivation, veto: policyVeto, vetoer: member.name })
    .from(policy)
    .innerJoin(safe, eq(safe.id, policy.safeId))
    .leftJoin(
      policyActivation,
      and(eq(policyActivation.policyId, policy.id), eq(policyActivation.version, policy.version)),
    )
    .leftJoin(policyVeto, and(eq(policyVeto.policyId, policy.id), eq(policyVeto.version, policy.version)))
    .leftJoin(member, eq(member.id, policyVeto.memberId))
    .orderBy(asc(safe.name), desc(policy.version))
  return rows.map(({ row, safeName, activation, veto, vetoer }) => {
    const counted =
      activation !== null ||
      rows.some((one) => one.row.safeId === row.safeId && one.row.isActive && one.row.version > row.version)
    return {
      ...{ safeId: row.safeId, safeName, policy: parsePolicy(row.body) },
      ...{ createdAt: row.createdAt, activeFrom: row.activeFrom },
      state: row.isActive ? 'active' : veto !== null ? 'vetoed' : counted ? 'replaced' : 'cooling',
      veto: veto && { memberName: vetoer ?? veto.memberId, reason: veto.reason, at: veto.at },
    }
  })
}
