import 'server-only'
import { sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import type { ReadMark } from '@/lib/audit/change'

/**
 * Where the log stands for this reader now. Whatever is read afterwards shows at least this. Sessions, exports and
 * refusals change no page and are left out. A hash of the newest ids, since an earlier one can be committed later.
 */
export async function readMark(db: Reader, _viewer: Viewer): Promise<ReadMark> {
  const { rows } = await db.execute<ReadMark>(sql`
    SELECT pg_current_snapshot()::text AS snapshot,
      (SELECT hashtextextended(COALESCE(string_agg(id::text, ',' ORDER BY id), ''), 0)::text FROM (
        SELECT id FROM audit_event WHERE outcome = 'done' AND object_type NOT IN ('session', 'export') ORDER BY id DESC LIMIT 64
      ) AS newest) AS newest`)
  const [mark] = rows
  if (!mark) throw new Error('the database gave no snapshot')
  return { snapshot: mark.snapshot, newest: mark.newest }
}
