import 'server-only'
import { readPasskeys } from '@/db/queries/passkeys'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import type { passkey } from '@/db/schema/member'
import type { RegisteredPasskey } from '@/lib/approve/registered-passkey'
import { passkeyObject } from '@/lib/flows/content'

/** A registration with the text of the event that holds it; null until the log's tree has it. */
export type LoggedPasskey = RegisteredPasskey & { readonly leaf: string | null }

/** A passkey's row as its enrolment was logged. */
export function registeredPasskey(row: typeof passkey.$inferSelect): RegisteredPasskey {
  return { credentialId: row.credentialId, content: passkeyObject(row).content as RegisteredPasskey['content'] }
}

/** The registrations of these credentials, by credential id, each with its event. */
export async function readRegisteredPasskeys(
  db: Db,
  viewer: Viewer,
  credentialIds: readonly string[],
): Promise<ReadonlyMap<string, LoggedPasskey>> {
  const found = await readPasskeys(db, viewer, credentialIds)
  return new Map(found.map(({ row, leaf }) => [row.credentialId, { ...registeredPasskey(row), leaf }]))
}
