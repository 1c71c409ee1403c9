import 'server-only'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { notice, noticeCursor, noticeDelivery, notifyAddress } from '@/db/schema/notice'
import type { Channel } from '@/lib/io/outbox'
import { isForWebhook, type NoticeDraft } from '@/lib/notices/kinds'

// Beside `write` on purpose, as leaves are: notices are made of the log, so an event of their own would never end.

/**
 * Stores what leaves up to `to` tell, with what has to leave the desk for it, and moves the cursor on: one statement, so
 * all of it or nothing, and once, whoever else tries the same.
 * @param from the cursor as it was read; when it moved meanwhile nothing is stored
 */
export async function burnNotices(
  db: Db,
  step: {
    from: number
    to: number
    drafts: readonly NoticeDraft[]
    channels: readonly Channel[]
    now: Date
  },
): Promise<{ readonly isMoved: boolean; readonly told: number; readonly toSend: number }> {
  const at = step.now.toISOString()
  const posted = step.drafts.filter(({ kind }) => isForWebhook(kind)).map(({ seq }) => seq)
  const [byMail, byWebhook] = [step.channels.includes('mail'), step.channels.includes('webhook')]
  const { rows } = await db.execute<{ moved: number; told: number; outgoing: number }>(sql`
    WITH moved AS (
      INSERT INTO ${noticeCursor} (id, seq) VALUES (1, ${step.to})
      ON CONFLICT (id) DO UPDATE SET seq = excluded.seq WHERE ${noticeCursor.seq} = ${step.from} RETURNING seq
    ), told AS (
      INSERT INTO ${notice} (seq, member_id, kind, about, at)
      SELECT draft.seq, draft."memberId", draft.kind, draft.about, draft.at
      FROM jsonb_to_recordset(${JSON.stringify(step.drafts)}::jsonb)
        AS draft(seq bigint, "memberId" text, kind text, about text, at timestamptz)
      WHERE EXISTS (SELECT 1 FROM moved) ORDER BY draft.seq
      ON CONFLICT (seq, member_id) DO NOTHING RETURNING seq, member_id
    ), outgoing AS (
      INSERT INTO ${noticeDelivery} (seq, member_id, channel, next_at)
      SELECT told.seq, told.member_id, 'mail', ${at}::timestamptz FROM told
        JOIN ${notifyAddress} AS place ON place.member_id = told.member_id AND place.address IS NOT NULL
        WHERE ${byMail}::boolean
      UNION ALL SELECT DISTINCT told.seq, NULL, 'webhook', ${at}::timestamptz FROM told
        WHERE ${byWebhook}::boolean AND told.seq IN (SELECT value::bigint FROM jsonb_array_elements_text(${JSON.stringify(posted)}::jsonb))
      RETURNING id
    )
    SELECT (SELECT count(*) FROM moved)::int AS moved, (SELECT count(*) FROM told)::int AS told,
      (SELECT count(*) FROM outgoing)::int AS outgoing`)
  const [row] = rows
  return { isMoved: row?.moved === 1, told: row?.told ?? 0, toSend: row?.outgoing ?? 0 }
}
