import 'server-only'
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { member } from '@/db/schema/member'
import { notice, noticeDelivery, notifyAddress } from '@/db/schema/notice'
import { burnDelivery, burnFault, burnTry } from '@/lib/flows/burn-delivery'
import { enqueue } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import type { Channel, Sent } from '@/lib/io/outbox'
import { isForWebhook, type NoticeKind } from '@/lib/notices/kinds'
import type { OutboundNotice } from '@/lib/notices/message'
import { MOST_TRIES, nextTry } from '@/lib/notices/next-try'

/** A silent server takes half a minute each, and the job has to end some time. */
const BATCH = 20

/**
 * Sends what is due. The try is counted before it is made: a worker killed in between leaves a delivery that is tried again
 * with the same id, so each arrives at least once or is given up after ten tries (docs/decisions/0013).
 */
export const sendNotices = defineFlow({
  verb: 'send-notices',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'only sends a number, a state and a link to where members and the environment say' },
  },
  run: async (ctx) => {
    const due = await readDue(ctx.db, ctx.io.outbox.channels, ctx.io.clock.now())
    let sent = 0
    for (const one of due) if (await attempt(ctx, one)) sent += 1
    if (due.length === BATCH) await enqueue(ctx.db, 'send-notices')
    return { sent }
  },
})

type Due = Awaited<ReturnType<typeof readDue>>[number]

async function readDue(db: Reader, channels: readonly Channel[], now: Date) {
  // What waits for a way out that is not set up now stays until it is.
  if (channels.length === 0) return []
  return (
    db
      .select({
        delivery: noticeDelivery,
        kind: sql<NoticeKind>`told.kind`,
        about: sql<string>`told.about`,
        at: sql<string>`to_char(told.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
        address: notifyAddress.address,
        isActive: member.isActive,
      })
      .from(noticeDelivery)
      // A webhook gets one for each event, whoever was told of it: they all say the same.
      .innerJoinLateral(
        sql`(SELECT kind, about, at FROM ${notice} WHERE ${notice.seq} = ${noticeDelivery.seq}
        AND ${notice.memberId} = COALESCE(${noticeDelivery.memberId}, ${notice.memberId}) ORDER BY ${notice.id} LIMIT 1) AS told`,
        sql`true`,
      )
      .leftJoin(notifyAddress, eq(notifyAddress.memberId, noticeDelivery.memberId))
      .leftJoin(member, eq(member.id, noticeDelivery.memberId))
      .where(
        and(
          eq(noticeDelivery.state, 'waiting'),
          lte(noticeDelivery.nextAt, now),
          inArray(noticeDelivery.channel, [...channels]),
        ),
      )
      .orderBy(asc(noticeDelivery.nextAt), asc(noticeDelivery.id))
      .limit(BATCH)
  )
}

async function attempt({ db, io }: Ctx, due: Due): Promise<boolean> {
  const { id, attempts } = due.delivery
  const giveUp = (fault: string) => burnDelivery(db, id, { state: 'dead', fault, doneAt: io.clock.now() })
  const [byte = 0] = io.random.bytes(1)
  if (attempts >= MOST_TRIES) {
    await giveUp('The last try did not end.')
    return false
  }
  if (!(await burnTry(db, due.delivery, nextTry(attempts + 1, io.clock.now(), byte / 255)))) return false
  const answer = await send(io.outbox, due)
  if (answer.ok) await burnDelivery(db, id, { state: 'sent', fault: '', doneAt: io.clock.now() })
  else if (answer.isFinal || attempts + 1 >= MOST_TRIES) await giveUp(answer.why)
  else await burnFault(db, id, answer.why)
  return answer.ok
}

async function send(outbox: Ctx['io']['outbox'], { delivery, kind, about, at, address, isActive }: Due): Promise<Sent> {
  const message: OutboundNotice = { id: delivery.id, kind, about, at }
  if (delivery.channel === 'webhook') {
    // Also of what an earlier build left waiting, or an admin has tried again.
    if (!isForWebhook(kind)) return { ok: false, why: 'It is for its member alone.', isFinal: true }
    return outbox.webhook(message)
  }
  if (address === null || isActive !== true)
    return { ok: false, why: 'Its member has no address any more.', isFinal: true }
  return outbox.mail(message, address)
}
