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

/**
 * Whether the passkey was past its cooling at each of these times.
 * @param times in milliseconds
 */
export function isUsableAt({ registered }: PasskeyExpectation, times: readonly number[]): boolean {
  return registered !== null && Date.parse(registered.content.usableFrom) <= Math.min(...times)
}
