import 'server-only'
import { readPasskeys, readVouches } from '@/db/queries/passkeys'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import type { passkey } from '@/db/schema/member'
import type { NewPasskey } from '@/lib/approve/passkey-subjects'
import type { RegisteredPasskey } from '@/lib/approve/registered-passkey'
import type { FactorProof } from '@/lib/approve/types'
import type { Vouch } from '@/lib/approve/vouches'
import { passkeyObject } from '@/lib/flows/content'

/** A registration with what a browser needs to believe it. */
export type LoggedPasskey = RegisteredPasskey & {
  /** Text of the event that holds it; null until the log's tree has it. */
  readonly leaf: string | null
  /** Which of the member's passkeys confirmed it, and those which confirmed them; empty where none did. */
  readonly vouches: readonly Vouch[]
}

/** A passkey's row as its enrolment was logged. */
export function registeredPasskey(row: typeof passkey.$inferSelect): RegisteredPasskey {
  return { credentialId: row.credentialId, content: passkeyObject(row).content as RegisteredPasskey['content'] }
}

/** The registrations of these credentials, by credential id, each with its event and who vouches for it. */
export async function readRegisteredPasskeys(
  db: Db,
  viewer: Viewer,
  credentialIds: readonly string[],
): Promise<ReadonlyMap<string, LoggedPasskey>> {
  const found = await readPasskeys(db, viewer, credentialIds)
  const memberIds = [...new Set(found.map(({ row }) => row.memberId))]
  const vouched = new Map(
    (await readVouches(db, viewer, memberIds)).map(({ row, proof }) => [
      row.credentialId,
      { passkey: newPasskey(row), proof: proof as FactorProof },
    ]),
  )
  return new Map(
    found.map(({ row, leaf }) => [
      row.credentialId,
      { ...registeredPasskey(row), leaf, vouches: chainFrom(row.credentialId, vouched) },
    ]),
  )
}

// Each passkey was confirmed once, by an older one, so the chain ends.
function chainFrom(credentialId: string, vouched: ReadonlyMap<string, Vouch>): Vouch[] {
  const chain: Vouch[] = []
  for (let next = vouched.get(credentialId); next && !chain.includes(next);) {
    chain.push(next)
    next = vouched.get(next.proof.passkey.credentialId)
  }
  return chain
}

const newPasskey = ({ credentialId, publicKey, aaguid, rpId }: typeof passkey.$inferSelect): NewPasskey => ({
  ...{ credentialId, publicKey, aaguid, rpId },
})
