import 'server-only'
import { sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'

/**
 * Asks the worker for a job that takes no input, once however often it is asked. Inside a `write` the job exists if and
 * only if the change commits.
 */
export async function enqueue(db: Reader, task: string): Promise<void> {
  await db.execute(sql`SELECT graphile_worker.add_job(${task}, job_key => ${task}, max_attempts => 25)`)
}

/** The same, not before some seconds from now. */
export async function enqueueLater(db: Reader, task: string, now: Date, afterSeconds: number): Promise<void> {
  const runAt = new Date(now.getTime() + afterSeconds * 1000)
  await db.execute(
    sql`SELECT graphile_worker.add_job(${task}, job_key => ${task}, run_at => ${runAt}::timestamptz, max_attempts => 25)`,
  )
}
