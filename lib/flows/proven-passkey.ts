import 'server-only'
import type { PasskeyExpectation } from '@/lib/approve/registered-passkey'
import type { FactorProof } from '@/lib/approve/types'
import type { ProvenRows } from '@/lib/flows/assert-leaves'
import type { Ctx } from '@/lib/flows/flow'
import { registeredPasskey } from '@/lib/flows/registered-passkeys'

/** The registration of the passkey that a proof names, as the log has it, and where this desk is served. */
export function expectedPasskey(
  { origin }: Pick<Ctx, 'origin'>,
  { passkeys }: ProvenRows,
  { passkey }: FactorProof,
): PasskeyExpectation {
  const row = passkeys.find(({ credentialId }) => credentialId === passkey.credentialId)
  return { registered: row ? registeredPasskey(row) : null, origin }
}

/** When something was confirmed, as far as it can be known. */
export type Moments = {
  /** In milliseconds. */
  readonly times: readonly number[]
  /** Its first event's place in the log; null for what is confirmed now and has none yet. */
  readonly seq: number | null
}

/**
 * Why a passkey did not count when something was confirmed, as the end of a sentence; null when it did. What was logged
 * before its retirement stays valid, by the order of the log, which nobody changes once a checkpoint covers it.
 */
export function standingFault(
  { registered }: PasskeyExpectation,
  { retiredAt }: ProvenRows,
  { times, seq }: Moments,
): string | null {
  if (registered === null || Date.parse(registered.content.usableFrom) > Math.min(...times))
    return 'before its passkey counted'
  const retired = retiredAt.get(registered.credentialId)
  return retired === undefined || (seq !== null && seq < retired) ? null : 'with a passkey that was retired'
}
