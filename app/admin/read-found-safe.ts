import type { Address } from 'viem'
import { type MemberLine, listMembers } from '@/db/queries/members'
import type { ServedSafe } from '@/db/queries/safes'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import type { SafeState } from '@/lib/simulate/types'
import type { SafeVersion } from '@/lib/stage/types'

/** A Safe as the chain has it, before anybody serves it. */
export type FoundSafeFacts = {
  readonly ok: true
  readonly safe: ServedSafe
  readonly state: SafeState
  readonly members: readonly MemberLine[]
  /** Why it cannot be served: what is unofficial about it. */
  readonly fault: string | null
}

/** Reads a Safe by its address, or the sentence why it could not be read. */
export async function readFoundSafe(
  viewer: MemberActor,
  asked: { readonly chainId: number; readonly address: Address },
): Promise<FoundSafeFacts | { readonly ok: false; readonly sentence: string }> {
  const { db, io } = deps()
  if (!(await mayAskChain(deps(), viewer)))
    return {
      ok: false,
      sentence: 'This session asked the chain too often within a minute. Wait a minute and ask again.',
    }
  try {
    const [state, members] = await Promise.all([io.chain.readSafeState(asked), listMembers(db, viewer)])
    const version = state.version as SafeVersion
    const safe = { ...asked, id: 'found', name: 'This Safe', version, isEnforced: false }
    return { ok: true, safe, state, members, fault: state.codeFault ?? null }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, sentence: error.message }
    throw error
  }
}
