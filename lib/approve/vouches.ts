import { checkProof } from '@/lib/approve/check-approval'
import { enrolSubject, type NewPasskey } from '@/lib/approve/passkey-subjects'
import type { FactorProof } from '@/lib/approve/types'

/** A passkey and the answer of the one that its member confirmed it with. */
export type Vouch = { readonly passkey: NewPasskey; readonly proof: FactorProof }

type Key = Pick<NewPasskey, 'credentialId' | 'publicKey'>

/**
 * The passkeys that vouch for one: the first confirmed it, the next confirmed that one, and so on, as far as each answer
 * verifies. For whoever knew one of them before, and so need not take a server's word for the new one.
 * @param vouches from the passkey in question backwards
 */
export async function vouchersOf(
  key: Key,
  vouches: readonly Vouch[],
  expected: { readonly installation: string; readonly memberId: string; readonly origin: string },
): Promise<readonly Key[]> {
  const found: Key[] = []
  let current = key
  for (const { passkey, proof } of vouches) {
    const { preimage } = proof
    const isBound =
      isSameKey(passkey, current) &&
      preimage.installation === expected.installation &&
      preimage.member === expected.memberId &&
      preimage.action === 'enrol-passkey' &&
      preimage.subject === enrolSubject(passkey) &&
      proof.passkey.origin === expected.origin
    if (!isBound || !(await checkProof(proof)).ok) return found
    found.push(proof.passkey)
    current = proof.passkey
  }
  return found
}

const isSameKey = (one: Key, other: Key) => one.credentialId === other.credentialId && one.publicKey === other.publicKey
