import 'server-only'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { withdrawalComment } from '@/db/schema/comment'
import { member } from '@/db/schema/member'
import { withdrawal } from '@/db/schema/withdrawal'

/** What somebody asked the initiator. */
export type Question = { readonly id: string; readonly by: string; readonly words: string; readonly at: Date }

/** What nobody has answered yet, oldest first: the initiator wrote nothing since. */
export async function listOpenQuestions(db: Db, _viewer: Viewer, withdrawalId: string): Promise<Question[]> {
  const isAnswered = sql`EXISTS (
    SELECT 1 FROM ${withdrawalComment} AS later WHERE later.withdrawal_id = ${withdrawalComment.withdrawalId}
      AND later.member_id = ${withdrawal.initiatorId} AND later.at > ${withdrawalComment.at})`
  return db
    .select({
      id: withdrawalComment.id,
      by: member.name,
      words: withdrawalComment.words,
      at: withdrawalComment.at,
    })
    .from(withdrawalComment)
    .innerJoin(withdrawal, eq(withdrawal.id, withdrawalComment.withdrawalId))
    .innerJoin(member, eq(member.id, withdrawalComment.memberId))
    .where(
      and(
        eq(withdrawalComment.withdrawalId, withdrawalId),
        eq(withdrawalComment.asksInitiator, true),
        sql`NOT ${isAnswered}`,
      ),
    )
    .orderBy(asc(withdrawalComment.at), asc(withdrawalComment.id))
}
