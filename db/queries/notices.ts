import 'server-only'
import { and, count, desc, eq, lt, sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Count } from '@/db/queries/count-up-to'
import type { Viewer } from '@/db/queries/viewer'
import { notice, noticeDelivery, noticeRead, noticeUnread, notifyAddress } from '@/db/schema/notice'
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

/** So many unread notices are counted; who has more reads "99+". */
const MOST_UNREAD = 99

/** How many of the viewer's notices nobody has marked as read, counted up to 99. Costs the same after years of notices. */
export async function countUnread(db: Reader, viewer: Viewer): Promise<Count> {
  const some = db
    .select({ one: sql<number>`1`.as('one') })
    .from(noticeUnread)
    .where(eq(noticeUnread.memberId, viewer.memberId))
    .limit(MOST_UNREAD + 1)
    .as('some')
  const [row] = await db.select({ count: count() }).from(some)
  const counted = row?.count ?? 0
  return { counted: Math.min(counted, MOST_UNREAD), isMore: counted > MOST_UNREAD }
}

/** Where the viewer wants mail; null where nowhere. */
export async function readNotifyAddress(db: Reader, viewer: Viewer): Promise<string | null> {
  const [row] = await db.select().from(notifyAddress).where(eq(notifyAddress.memberId, viewer.memberId))
  return row?.address ?? null
}
