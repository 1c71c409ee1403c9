import 'server-only'
import { asc, eq } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { review } from '@/db/schema/withdrawal'
import type { KeptRun } from '@/lib/assess/code-since'

const address = z.string().transform((text) => text as Address)
const keptShape = z.object({
  effects: z.union([
    z.object({
      kind: z.literal('simulated'),
      status: z.string(),
      touched: z.array(
        z.object({
          address,
          codeHash: z.string().transform((text) => text as Hash),
          implementation: address.nullable(),
        }),
      ),
    }),
    z.object({ kind: z.literal('unavailable') }),
  ]),
})

/** What ran in the first review of a withdrawal, which is the one of its staging; null while there is none. */
export async function readFirstRun(db: Reader, withdrawalId: string): Promise<KeptRun | null> {
  const [first] = await db
    .select({ evidence: review.evidence })
    .from(review)
    .where(eq(review.withdrawalId, withdrawalId))
    .orderBy(asc(review.at))
    .limit(1)
  if (!first) return null
  const { effects } = keptShape.parse(JSON.parse(first.evidence))
  return effects.kind === 'unavailable'
    ? { isSuccess: false, touched: [] }
    : { isSuccess: effects.status === 'success', touched: effects.touched }
}
