import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { readRegistered, type Registered, type Registration } from '@/lib/approve/factors/passkey/registration'
import type { IssuedRegistration } from '@/lib/flows/request-registration'
import { callFlow } from '../flows/client'
import { WalletProblem } from '../wallet/wallet-problem'

/** A passkey that this device has just made and that is nobody's yet. */
export type MadePasskey = {
  readonly registration: Registration & { readonly challengeId: string }
  readonly passkey: Registered
}

// As far as the desk checks them: ES256, EdDSA, RS256.
const ALGORITHMS = [-7, -8, -257]
const WAIT_MILLISECONDS = 120_000

/**
 * Has this device, or a security key, make a passkey for the desk, and reads what it says of itself.
 * @throws WalletProblem when its prompt is closed, FlowError
 */
export async function makePasskey(person: { readonly name: string }): Promise<MadePasskey> {
  if (!('PublicKeyCredential' in window))
    throw new WalletProblem('This browser has no passkeys here. Open the desk in another one, at its own address.')
  const issued = await callFlow('request-registration', {})
  if (issued.rpId !== window.location.hostname)
    throw new WalletProblem('The server asked for a passkey of another site. None was made. Tell compliance.')
  const { clientDataJSON, attestationObject } = await create(issued, person.name)
  const registration = {
    challengeId: issued.challengeId,
    clientDataJSON: encodeBase64url(new Uint8Array(clientDataJSON)),
    attestationObject: encodeBase64url(new Uint8Array(attestationObject)),
  }
  const read = readRegistered(registration, issued.rpId)
  if (!read.ok) throw new WalletProblem(`This device made a passkey that the desk does not take: ${read.reason}.`)
  return { registration, passkey: read.passkey }
}

async function create(issued: IssuedRegistration, name: string): Promise<AuthenticatorAttestationResponse> {
  try {
    const credential = await navigator.credentials.create({
      publicKey: {
        challenge: bytesOf(issued.challenge),
        rp: { id: issued.rpId, name: 'Countersign' },
        user: { id: bytesOf(issued.userHandle), name, displayName: name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        attestation: 'none',
        excludeCredentials: issued.knownCredentialIds.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
        timeout: WAIT_MILLISECONDS,
      },
    })
    if (credential instanceof PublicKeyCredential && credential.response instanceof AuthenticatorAttestationResponse)
      return credential.response
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (error.name === 'InvalidStateError')
      throw new WalletProblem('This device holds a passkey of yours already. Use another one.')
    if (error.name === 'SecurityError')
      throw new WalletProblem('Passkeys of this desk do not work at this address. Open the desk at its own address.')
  }
  throw new WalletProblem('No passkey was made: the prompt was closed, or nobody answered it. Nothing was sent.')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64url(text)
  if (!bytes) throw new Error('the server sends base64url')
  return new Uint8Array(bytes)
}
