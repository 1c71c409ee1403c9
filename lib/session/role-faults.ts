import 'server-only'
import { sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { POWERS_SQL } from '@/db/role-powers'

/** Why the role that this process logs in as may not serve, whatever it was granted; empty when it may (SPEC §8). */
export async function findRoleFaults(db: Reader): Promise<string[]> {
  const { rows } = await db.execute<{ isAnother: boolean; powers: string | null }>(sql`
    SELECT session_user <> current_user AS "isAnother", (${sql.raw(POWERS_SQL)}) AS powers
    FROM pg_roles app WHERE app.rolname = session_user`)
  return rows.flatMap(({ isAnother, powers }) => [
    ...(powers === null ? [] : [`DATABASE_URL: its role ${powers}; the desk runs as a role without any such right`]),
    // It could go back to what it logged in as.
    ...(isAnother ? ['DATABASE_URL: its role acts as another one; log in as the one that is meant'] : []),
  ])
}
