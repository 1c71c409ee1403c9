import 'server-only'
import { contentDigest } from '@/lib/core/digest'
import type { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

/**
 * Refusals are events too (SPEC §8). Typing mistakes and strangers are not: a stranger could fill the log.
 */
export async function logRefusal(ctx: Ctx, verb: string, error: AppError): Promise<void> {
  if (ctx.actor.kind === 'anonymous') return
  if (error.code === 'BAD_INPUT' || error.code === 'UNAVAILABLE' || error.code === 'NOT_FOUND') return
  const content = { code: error.code, message: error.message }
  await write(ctx, async () => [
    undefined,
    [
      {
        action: verb,
        object: { type: 'refusal', id: verb, version: 1, contentHash: contentDigest(content) },
        outcome: 'refused',
        reason: `${error.code}: ${error.message}`,
      },
    ],
  ])
}
