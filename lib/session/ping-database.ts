import 'server-only'
import { sql } from 'drizzle-orm'
import { logFault } from '@/lib/io/log'
import { deps } from '@/lib/session/deps'

/** Whether the database answers within 2 s. */
export async function pingDatabase(): Promise<boolean> {
  try {
    await Promise.race([deps().db.execute(sql`SELECT 1`), rejectAfter(2000)])
    return true
  } catch (error) {
    logFault(error, { what: 'health' })
    return false
  }
}

function rejectAfter(milliseconds: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), milliseconds).unref()
  })
}
