import type { Hex } from 'viem'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import type { SafeParts } from '@/lib/stage/new-safe'
import { safePartsOf } from '@/lib/stage/safe-parts'

/** What a chain's official factory makes Safes of, or the sentence why nothing can be made there. */
export async function readCreationCode(
  viewer: MemberActor,
  chainId: number,
): Promise<
  | { readonly ok: true; readonly creationCode: Hex; readonly parts: SafeParts }
  | { readonly ok: false; readonly sentence: string }
> {
  if (!(await mayAskChain(deps(), viewer)))
    return { ok: false, sentence: 'This session asked the chain too often within a minute. Wait a minute.' }
  try {
    const creationCode = await deps().io.chain.readProxyCreationCode(chainId)
    const parts = safePartsOf(chainId)
    return parts === null
      ? { ok: false, sentence: 'This chain has no official contracts.' }
      : { ok: true, creationCode, parts }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, sentence: error.message }
    throw error
  }
}
