import 'server-only'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { jobOutcome } from '@/db/schema/notice'

/** Counts how a job ended, whichever worker performed it: the queue forgets what is done. */
export async function burnJobOutcome(db: Db, task: string, outcome: 'done' | 'failed'): Promise<void> {
  await db
    .insert(jobOutcome)
    .values({ task, outcome, count: 1 })
    .onConflictDoUpdate({ target: [jobOutcome.task, jobOutcome.outcome], set: { count: sql`${jobOutcome.count} + 1` } })
}
