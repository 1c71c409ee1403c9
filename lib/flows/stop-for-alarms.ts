import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { auditEvent } from '@/db/schema/audit'
import { freezeOrder } from '@/db/schema/freeze'
import { installation } from '@/db/schema/installation'
import { contentDigest } from '@/lib/core/digest'
import { alarmKind } from '@/lib/execute/watch'
import { freezeByDesk, reasonsOfDesk } from '@/lib/flows/desk-freeze'
import type { Ctx } from '@/lib/flows/flow'
import { type AuditDraft, write } from '@/lib/flows/write'

const ALARM = 'safe-alarm'

/**
 * Freezes a Safe for alarms, sentences of its watch. While the desk has it frozen for one of the same kind each is an event
 * of the log alone: whoever can repeat one would otherwise heap up freezes of which every one takes two people.
 * @returns whether a freeze was set
 */
export function stopForAlarms(ctx: Ctx, safeId: string, alarms: readonly string[]): Promise<boolean> {
  const reason = alarms.join(' ')
  return write(ctx, async (tx) => {
    // Locked before it is asked, or several at once would each see none.
    await tx.select({ id: installation.id }).from(installation).for('update')
    const scope = { kind: 'safe', id: safeId } as const
    const open = await reasonsOfDesk(tx, scope)
    const isNew = alarms.some((sentence) => !open.some((one) => one.includes(alarmKind(sentence))))
    return [isNew, [isNew ? await freezeByDesk(tx, ctx.now, scope, reason) : repeated(safeId, reason)]]
  })
}

/** Those that are news: what the desk froze the Safe for once, lifted or not, or wrote down while it was frozen, is none. */
export async function untoldAlarms(
  { db }: Pick<Ctx, 'db'>,
  safeId: string,
  alarms: readonly string[],
): Promise<readonly string[]> {
  if (alarms.length === 0) return []
  const [stops, events] = await Promise.all([
    // A member's words are not the desk's.
    db
      .select({ reason: freezeOrder.reason })
      .from(freezeOrder)
      .where(and(eq(freezeOrder.scopeId, safeId), isNull(freezeOrder.memberId))),
    db
      .select({ reason: auditEvent.reason })
      .from(auditEvent)
      .where(and(sql`split_part(${auditEvent.objectId}, '/', 1) = ${safeId}`, eq(auditEvent.objectType, ALARM))),
  ])
  return alarms.filter((sentence) => ![...stops, ...events].some(({ reason }) => reason.includes(sentence)))
}

function repeated(safeId: string, reason: string): AuditDraft {
  const contentHash = contentDigest({ safeId, reason })
  const object = { type: ALARM, id: `${safeId}/${contentHash}`, version: 1, contentHash }
  return { action: 'see-alarm', subject: safeId, object, reason }
}
