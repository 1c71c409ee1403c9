import 'server-only'
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { type AgreedChange, listAgreed } from '@/db/queries/agreed-changes'
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
  readonly chainId: number
  readonly createdAt: Date
  readonly activeFrom: Date
  /** When it began to count, and when another one took its place; null where it never did, or still does. */
  readonly countedFrom: Date | null
  readonly countedUntil: Date | null
  /** Who proposed it and who agreed; null for one that was there from the start. */
  readonly by: Omit<AgreedChange, 'kind' | 'body'> | null
  readonly state: 'active' | 'cooling' | 'vetoed' | 'replaced'
  readonly veto: { readonly memberName: string; readonly reason: string; readonly at: Date } | null
}

/** Every version of every policy, by Safe, the newest first. */
export async function listPolicies(db: Reader, viewer: Viewer): Promise<PolicyLine[]> {
  const [rows, agreed] = await Promise.all([selectLines(db), listAgreed(db, viewer, KINDS)])
  const people = new Map(
    agreed.flatMap(({ kind, body, ...who }) => {
      const { policy: asked } = body as { policy?: { id?: string; version?: number } }
      return [[`${asked?.id ?? ''} ${asked?.version ?? ''}`, { kind, who }] as const]
    }),
  )
  const lines = rows.map(({ row, served, activation, veto, vetoer }) => {
    const counted =
      activation !== null ||
      rows.some((one) => one.row.safeId === row.safeId && one.row.isActive && one.row.version > row.version)
    const by = people.get(`${row.id} ${row.version}`)
    // A first version counts from its first day; any other from its activation, or never.
    const countedFrom = activation?.at ?? (by?.kind === 'change-policy' ? null : row.activeFrom)
    const state: PolicyLine['state'] = row.isActive
      ? 'active'
      : veto !== null
        ? 'vetoed'
        : counted
          ? 'replaced'
          : 'cooling'
    return {
      ...{ safeId: row.safeId, safeName: served.name, chainId: served.chainId, policy: parsePolicy(row.body) },
      ...{ createdAt: row.createdAt, activeFrom: row.activeFrom, state, by: by?.who ?? null },
      countedFrom: state === 'cooling' || state === 'vetoed' ? null : countedFrom,
      veto: veto && { memberName: vetoer ?? veto.memberId, reason: veto.reason, at: veto.at },
    }
  })
  return lines.map((line) => ({ ...line, countedUntil: endOf(line, lines) }))
}

/** The version of a Safe that counted at a moment. @param below only versions before this one */
export function countedAt(lines: readonly PolicyLine[], safeId: string, at: Date, below = Infinity): PolicyLine | null {
  const found = lines.filter(
    (line) =>
      line.safeId === safeId && line.policy.version < below && line.countedFrom !== null && line.countedFrom <= at,
  )
  return found.reduce<PolicyLine | null>(
    (newest, line) => (newest === null || line.policy.version > newest.policy.version ? line : newest),
    null,
  )
}

const KINDS = ['set-policy', 'change-policy']

type Counted = Pick<PolicyLine, 'safeId' | 'policy' | 'countedFrom'>

/** When the next version of its Safe began to count. */
function endOf(line: Counted, lines: readonly Counted[]): Date | null {
  if (line.countedFrom === null) return null
  const [next] = lines
    .filter((one) => one.safeId === line.safeId && one.policy.version > line.policy.version && one.countedFrom !== null)
    .sort((one, other) => one.policy.version - other.policy.version)
  return next?.countedFrom ?? null
}

const selectLines = (db: Reader) =>
  db
    .select({ row: policy, served: safe, activation: policyActivation, veto: policyVeto, vetoer: member.name })
    .from(policy)
    .innerJoin(safe, eq(safe.id, policy.safeId))
    .leftJoin(
      policyActivation,
      and(eq(policyActivation.policyId, policy.id), eq(policyActivation.version, policy.version)),
    )
    .leftJoin(policyVeto, and(eq(policyVeto.policyId, policy.id), eq(policyVeto.version, policy.version)))
    .leftJoin(member, eq(member.id, policyVeto.memberId))
    .orderBy(asc(safe.name), desc(policy.version))
