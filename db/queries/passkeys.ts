import 'server-only'
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { auditLeaf } from '@/db/schema/audit'
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
