import 'server-only'
import { and, desc, eq, gt, lt, or, sql } from 'drizzle-orm'
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

export type DeliveryPage = {
  /** The newest first. */
  readonly lines: readonly DeliveryLine[]
  /** Where the next page begins; null on the last one. */
  readonly older: DeliveryPlace | null
}

/** A place in the log: deliveries of one event stand together, in the order of their ids. */
export type DeliveryPlace = { readonly seq: number; readonly id: string }

type Asked = {
  /** Only what comes after this place; null begins with the newest. */
  readonly after: DeliveryPlace | null
  /** Only what was given up, for whoever looks for what never arrived. */
  readonly isDeadOnly: boolean
  readonly size: number
}

/** One page of deliveries; none for who is no admin. */
export async function listDeliveries(db: Reader, viewer: Viewer, asked: Asked): Promise<DeliveryPage> {
  if (!viewer.roles.includes('admin')) return { lines: [], older: null }
  const { after, isDeadOnly, size } = asked
  const rows = await db
    .select({
      id: noticeDelivery.id,
      seq: noticeDelivery.seq,
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
    .where(
      and(
        isDeadOnly ? eq(noticeDelivery.state, 'dead') : undefined,
        after === null
          ? undefined
          : or(
              lt(noticeDelivery.seq, after.seq),
              and(eq(noticeDelivery.seq, after.seq), gt(noticeDelivery.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(noticeDelivery.seq), noticeDelivery.id)
    // One more than a page shows tells whether there is another.
    .limit(size + 1)
  const last = rows.length > size ? rows[size - 1] : undefined
  return { lines: rows.slice(0, size), older: last ? { seq: last.seq, id: last.id } : null }
}
