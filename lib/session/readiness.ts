import 'server-only'
import { eq, min, sql } from 'drizzle-orm'
import { auditEvent, auditPending } from '@/db/schema/audit'
import { AppError } from '@/lib/core/errors'
import type { Deps } from '@/lib/flows/run-flow'
import { logFault } from '@/lib/io/log'
import { findSchemaFaults } from '@/lib/session/schema-faults'

/** How long an event may wait for its place in the log before nobody seems to sequence: the worker does it at once. */
const BEHIND_SECONDS = 60

/** Each part that the desk needs to do its work, and whether it does. Names only: strangers read it. */
export type Readiness = { readonly isReady: boolean; readonly parts: Readonly<Record<string, boolean>> }

/**
 * Whether the desk can do all that it is for: its database answers with this build's schema, its worker writes the log, and
 * every chain shows a fresh head. Where one does not, what does not need it goes on.
 * @param chainIds of the chains that the desk has nodes for
 */
export async function readReadiness({ db, io }: Deps, chainIds: readonly number[]): Promise<Readiness> {
  const checks: readonly (readonly [part: string, isWell: () => Promise<boolean>])[] = [
    ['database', async () => (await db.execute(sql`SELECT 1`)).rowCount === 1],
    ['schema', async () => (await findSchemaFaults(db)).length === 0],
    ['log', async () => !(await isBehind(db, io.clock.now()))],
    ...chainIds.map((id) => [`chain ${id}`, async () => (await io.chain.readHead(id)).number >= 0n] as const),
  ]
  const answers = await Promise.all(checks.map(async ([part, isWell]) => [part, await holds(part, isWell)] as const))
  return { isReady: answers.every(([, isWell]) => isWell), parts: Object.fromEntries(answers) }
}

async function isBehind(db: Deps['db'], now: Date): Promise<boolean> {
  const [row] = await db
    .select({ oldest: min(auditEvent.at) })
    .from(auditPending)
    .innerJoin(auditEvent, eq(auditEvent.id, auditPending.eventId))
  const oldest = row?.oldest ?? null
  return oldest !== null && now.getTime() - oldest.getTime() > BEHIND_SECONDS * 1000
}

async function holds(part: string, isWell: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isWell()
  } catch (error) {
    // A node that does not answer is an answer; anything else is looked up in the log by its part.
    if (!(error instanceof AppError)) logFault(error, { what: `readiness: ${part}` })
    return false
  }
}
