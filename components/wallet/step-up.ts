import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { buildPreimage, CHALLENGE_SECONDS, challengeOf } from '@/lib/approve/preimage'
import type { StepUpAction } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import type { IssuedStepUp } from '@/lib/flows/request-step-up'
import type { ProofInput } from '@/lib/flows/step-up'
import { callFlow } from '../flows/client'
import { browserLogPin, continuesLog } from './log-pin'
import { WalletProblem } from './wallet-problem'

/** What is to be proven, computed by this page from what it displays. */
export type StepUpRequest = {
  readonly action: StepUpAction
  readonly subject: Digest
  readonly policyVersion: number
  readonly installation: string
  readonly memberId: string
}

/** A challenge that this page has built itself and found equal to the server's. */
export type Challenged = {
  readonly issued: IssuedStepUp
  readonly challenge: string
  readonly memberId: string
  readonly expiresAt: Date
}

const CLOCK_SKEW_SECONDS = 300

/**
 * Asks for a bound challenge and refuses one that binds anything but what this page displays: a server that sends a
 * challenge for other content gets no answer (SPEC §5).
 * @throws FlowError, WalletProblem
 */
export async function requestChallenge(request: StepUpRequest): Promise<Challenged> {
  const { action, subject, policyVersion, installation, memberId } = request
  const pin = browserLogPin(installation)
  const seenSize = pin.read()?.size ?? 0
  const issued = await callFlow('request-step-up', { action, subject, policyVersion, seenSize })
  const { session, checkpoint, nonce, expires } = issued.preimage
  const own = challengeOf(
    buildPreimage({
      action,
      subject,
      policyVersion,
      installation,
      member: memberId,
      session,
      checkpoint,
      nonce,
      expires,
    }),
  )
  if (own.digest !== challengeOf(issued.preimage).digest)
    throw new WalletProblem(
      'The server asked to confirm other content than this page shows. Your passkey was not asked. Tell compliance.',
    )
  if (!continuesLog(pin, checkpoint, issued.growth))
    throw new WalletProblem(
      'The log of this desk was cut back or rewritten since this browser saw it. Your passkey was not asked. Tell compliance.',
    )
  const expiresAt = new Date(expires)
  if (expiresAt.getTime() > Date.now() + (CHALLENGE_SECONDS + CLOCK_SKEW_SECONDS) * 1000)
    throw new WalletProblem(
      'The server sent a challenge that lives too long. Your passkey was not asked. Tell compliance.',
    )
  return { issued, challenge: own.challenge, memberId, expiresAt }
}

/** Asks this device's passkey. @throws WalletProblem when its prompt is closed, times out or no passkey fits */
export async function askPasskey({ issued, challenge }: Challenged): Promise<ProofInput> {
  const credential = await getCredential({
    challenge: bytesOf(challenge),
    rpId: issued.rpId,
    userVerification: 'required',
    timeout: CHALLENGE_SECONDS * 1000,
    allowCredentials: issued.credentialIds.map((id) => ({ type: 'public-key', id: bytesOf(id) })),
  })
  const { rawId, response } = credential
  return {
    challengeId: issued.challengeId,
    factor: 'passkey',
    assertion: {
      credentialId: encode(rawId),
      clientDataJSON: encode(response.clientDataJSON),
      authenticatorData: encode(response.authenticatorData),
      signature: encode(response.signature),
    },
  }
}

async function getCredential(publicKey: PublicKeyCredentialRequestOptions) {
  if (!('PublicKeyCredential' in window))
    throw new WalletProblem('This browser has no passkeys here. Open the desk in another one, at its own address.')
  try {
    const credential = await navigator.credentials.get({ publicKey })
    if (credential instanceof PublicKeyCredential && credential.response instanceof AuthenticatorAssertionResponse)
      return { rawId: credential.rawId, response: credential.response }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError')
      throw new WalletProblem('Passkeys of this desk do not work at this address. Open the desk at its own address.')
    if (!(error instanceof DOMException)) throw error
  }
  throw new WalletProblem('The passkey did not answer in time, or its prompt was closed. Nothing was sent.')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64url(text)
  if (!bytes) throw new Error('the server sends base64url')
  return new Uint8Array(bytes)
}

const encode = (buffer: ArrayBuffer) => encodeBase64url(new Uint8Array(buffer))
