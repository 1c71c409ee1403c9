import 'server-only'
import { and, count, desc, eq, isNull, lt } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { notice, noticeDelivery, noticeRead, notifyAddress } from '@/db/schema/notice'
import type { NoticeKind } from '@/lib/notices/kinds'

/** A notice as its member sees it. */
export type NoticeLine = {
  readonly id: number
  readonly kind: NoticeKind
  readonly about: string
  readonly at: Date
  readonly isRead: boolean
  /** What became of its mail; null where none was to go out. */
  readonly mail: string | null
}

export type NoticePage = {
  /** The newest first. */
  readonly lines: readonly NoticeLine[]
  /** The id under which the next page begins; null on the last one. */
  readonly older: number | null
}

/** One page of the viewer's own notices. @param below only those with smaller ids; null begins with the newest */
export async function listNotices(
  db: Reader,
  viewer: Viewer,
  { below, size }: { below: number | null; size: number },
): Promise<NoticePage> {
  const rows = await db
    .select({ row: notice, readAt: noticeRead.at, mail: noticeDelivery.state })
    .from(notice)
    .leftJoin(noticeRead, eq(noticeRead.noticeId, notice.id))
    .leftJoin(noticeDelivery, and(eq(noticeDelivery.seq, notice.seq), eq(noticeDelivery.memberId, notice.memberId)))
    .where(and(eq(notice.memberId, viewer.memberId), below === null ? undefined : lt(notice.id, below)))
    .orderBy(desc(notice.id))
    // One more than a page shows tells whether there is another.
    .limit(size + 1)
  const lines = rows.slice(0, size).map(({ row: { id, kind, about, at }, readAt, mail }) => ({
    ...{ id, about, at, mail, kind: kind as NoticeKind, isRead: readAt !== null },
  }))
  return { lines, older: rows.length > size ? (lines.at(-1)?.id ?? null) : null }
}

/** How many of the viewer's notices nobody has marked as read. */
export async function countUnread(db: Reader, viewer: Viewer): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(notice)
    .leftJoin(noticeRead, eq(noticeRead.noticeId, notice.id))
    .where(and(eq(notice.memberId, viewer.memberId), isNull(noticeRead.noticeId)))
  return row?.count ?? 0
}

/** Where the viewer wants mail; null where nowhere. */
export async function readNotifyAddress(db: Reader, viewer: Viewer): Promise<string | null> {
  const [row] = await db.select().from(notifyAddress).where(eq(notifyAddress.memberId, viewer.memberId))
  return row?.address ?? null
}
