import 'server-only'
import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { auditLeaf } from '@/db/schema/audit'
import { passkeyEnrolment } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'

export type PasskeyLine = { readonly row: typeof passkey.$inferSelect; readonly leaf: string | null }

/** Registered passkeys, each with the newest event about it. Public keys only; there is nothing secret in a row. */
export async function readPasskeys(
  db: Db,
  _viewer: Viewer,
  credentialIds: readonly string[],
): Promise<readonly PasskeyLine[]> {
  if (credentialIds.length === 0) return []
  const [rows, leaves] = await Promise.all([
    db
      .select()
      .from(passkey)
      .where(inArray(passkey.credentialId, [...credentialIds])),
    db
      .select({ credentialId: auditLeaf.objectId, json: auditLeaf.json })
      .from(auditLeaf)
      .where(and(eq(auditLeaf.objectType, 'passkey'), inArray(auditLeaf.objectId, [...credentialIds])))
      .orderBy(desc(auditLeaf.seq)),
  ])
  return rows.map((row) => ({
    row,
    leaf: leaves.find(({ credentialId }) => credentialId === row.credentialId)?.json ?? null,
  }))
}

/** Passkeys of these members that another passkey confirmed, each with its answer as it was kept. */
export async function readVouches(
  db: Db,
  _viewer: Viewer,
  memberIds: readonly string[],
): Promise<readonly { readonly row: typeof passkey.$inferSelect; readonly proof: unknown }[]> {
  if (memberIds.length === 0) return []
  return db
    .select({ row: passkey, proof: passkeyEnrolment.proof })
    .from(passkeyEnrolment)
    .innerJoin(passkey, eq(passkey.credentialId, passkeyEnrolment.credentialId))
    .where(and(inArray(passkeyEnrolment.memberId, [...memberIds]), isNotNull(passkeyEnrolment.proof)))
}
