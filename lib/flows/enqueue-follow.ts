import 'server-only'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/** Asks the worker to look at a submission, once per key, in the caller's own commit. Payloads are ids only. */
export async function enqueueFollow(
  tx: Pick<Tx, 'execute'>,
  submissionId: string,
  now: Date,
  afterSeconds: number,
): Promise<void> {
  const runAt = new Date(now.getTime() + afterSeconds * 1000)
  await tx.execute(
    sql`SELECT graphile_worker.add_job('follow-submission', ${JSON.stringify({ submissionId })}::json,
      run_at => ${runAt}::timestamptz, job_key => ${`follow-${submissionId}`}, max_attempts => 100)`,
  )
}
