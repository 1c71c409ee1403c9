import 'server-only'
import { desc, eq, sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { member } from '@/db/schema/member'
import { notice, noticeDelivery } from '@/db/schema/notice'
import type { NoticeKind } from '@/lib/notices/kinds'

/** A copy of a notice on its way out, as admins see it: to whom, never at which address. */
export type DeliveryLine = {
  readonly id: string
  readonly kind: NoticeKind
  readonly about: string
  /** The member's name; null for the desk's webhook. */
  readonly to: string | null
  readonly state: string
  readonly attempts: number
  readonly nextAt: Date
  readonly fault: string
  readonly doneAt: Date | null
}

const MOST = 100

/** The newest deliveries; none for who is no admin. */
export async function listDeliveries(db: Reader, viewer: Viewer): Promise<DeliveryLine[]> {
  if (!viewer.roles.includes('admin')) return []
  return db
    .select({
      id: noticeDelivery.id,
      kind: sql<NoticeKind>`told.kind`,
      about: sql<string>`told.about`,
      to: member.name,
      state: noticeDelivery.state,
      attempts: noticeDelivery.attempts,
      nextAt: noticeDelivery.nextAt,
      fault: noticeDelivery.fault,
      doneAt: noticeDelivery.doneAt,
    })
    .from(noticeDelivery)
    .innerJoinLateral(
      sql`(SELECT kind, about FROM ${notice} WHERE ${notice.seq} = ${noticeDelivery.seq} ORDER BY ${notice.id} LIMIT 1) AS told`,
      sql`true`,
    )
    .leftJoin(member, eq(member.id, noticeDelivery.memberId))
    .orderBy(desc(noticeDelivery.seq), noticeDelivery.id)
    .limit(MOST)
}
