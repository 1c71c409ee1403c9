import { sha256 } from '@noble/hashes/sha2.js'
import { decodeBase64url } from '@/lib/approve/base64url'
import { authenticatorFault } from '@/lib/approve/factors/passkey/authenticator-data'
import { clientFault } from '@/lib/approve/factors/passkey/client-data'
import { readCoseKey } from '@/lib/approve/factors/passkey/cose-key'
import { isSignatureValid } from '@/lib/approve/factors/passkey/verify-signature'
import type { FactorAnswer, FactorCheck } from '@/lib/approve/factors/types'
import { challengeOf } from '@/lib/approve/preimage'

/**
 * Checks a WebAuthn assertion against the preimage it must answer (WebAuthn Level 3 §7.2, steps that need no database):
 * credential, type, challenge, origin, RP ID, user presence and verification, signature.
 * @returns the authenticator's counter, or a reason that finishes "the answer does not verify: …"
 */
export async function checkAssertion(answer: FactorAnswer): Promise<FactorCheck> {
  const { preimage, assertion, passkey, previousCounter } = answer
  if (assertion.credentialId !== passkey.credentialId) return no('it is from another passkey')

  const clientBytes = decodeBase64url(assertion.clientDataJSON)
  const authenticatorBytes = decodeBase64url(assertion.authenticatorData)
  const signature = decodeBase64url(assertion.signature)
  if (clientBytes === null || authenticatorBytes === null || signature === null) return no('it is not base64url')

  const fault =
    clientFault(clientBytes, {
      type: 'webauthn.get',
      challenge: challengeOf(preimage).challenge,
      origin: passkey.origin,
    }) ?? authenticatorFault(authenticatorBytes, passkey.rpId)
  if (fault !== null) return no(fault)

  const keyBytes = decodeBase64url(passkey.publicKey)
  const key = keyBytes === null ? null : readCoseKey(keyBytes)
  if (key === null) return no('the stored public key is not one this desk can read')
  const signed = new Uint8Array(authenticatorBytes.length + 32)
  signed.set(authenticatorBytes)
  signed.set(sha256(clientBytes), authenticatorBytes.length)
  if (!(await isSignatureValid(key, signed, signature))) return no('the signature is not by this passkey')

  const counter = new DataView(authenticatorBytes.buffer).getUint32(33)
  const isReplayed = previousCounter !== undefined && (counter > 0 || previousCounter > 0) && counter <= previousCounter
  return isReplayed ? no(`its counter went from ${previousCounter} to ${counter}`) : { ok: true, counter }
}

const no = (reason: string): FactorCheck => ({ ok: false, reason })
