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
