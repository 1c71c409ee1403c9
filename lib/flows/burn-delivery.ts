import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { noticeDelivery } from '@/db/schema/notice'

// Beside `write` on purpose: whether a copy of a notice left the desk changes nothing of what the log says.

type Seen = { readonly id: string; readonly attempts: number }

/**
 * Counts a try before it is made, and when the next is due. Whoever counts it makes it; a worker that ends in between leaves
 * it waiting. @returns false when somebody else counted it
 */
export async function burnTry(db: Db, { id, attempts }: Seen, nextAt: Date): Promise<boolean> {
  const rows = await db
    .update(noticeDelivery)
    .set({ attempts: attempts + 1, nextAt })
    .where(and(eq(noticeDelivery.id, id), eq(noticeDelivery.attempts, attempts), eq(noticeDelivery.state, 'waiting')))
    .returning({ id: noticeDelivery.id })
  return rows.length === 1
}

/** Notes why a try failed. It is tried again. */
export async function burnFault(db: Db, id: string, fault: string): Promise<void> {
  await db.update(noticeDelivery).set({ fault }).where(isWaiting(id))
}

/** Ends a delivery for good: it arrived, or it is given up. */
export async function burnDelivery(
  db: Db,
  id: string,
  end: { state: 'sent' | 'dead'; fault: string; doneAt: Date },
): Promise<void> {
  await db.update(noticeDelivery).set(end).where(isWaiting(id))
}

const isWaiting = (id: string) => and(eq(noticeDelivery.id, id), eq(noticeDelivery.state, 'waiting'))
