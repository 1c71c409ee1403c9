import type { FactorProof } from '@/lib/approve/types'
import { contentDigest } from '@/lib/core/digest'

/** What the log says of a member's passkey at its enrolment; the contentHash of that event is of this content. */
export type RegisteredPasskey = {
  readonly credentialId: string
  readonly content: {
    readonly memberId: string
    readonly publicKey: string
    readonly aaguid: string
    readonly rpId: string
    readonly isDemo: boolean
    readonly usableFrom: string
  }
}

/** Where a member's passkeys are registered, and where this desk is served. */
export type PasskeyExpectation = {
  /** The registration of the credential that answered, null when there is none. */
  readonly registered: RegisteredPasskey | null
  /** Where whoever checks is, e.g. https://desk.example; never as sent along with the proof. */
  readonly origin: string
}

/**
 * Why the key of a proof is not the member's registered one, as a whole sentence; null when it is. A proof carries its own
 * key, so that it verifies by itself says nothing of who made it (SPEC §5).
 */
export function passkeyFault(
  memberId: string,
  { passkey, assertion }: Pick<FactorProof, 'passkey' | 'assertion'>,
  { registered, origin }: PasskeyExpectation,
): string | null {
  if (registered === null) return 'Its passkey is not registered at this desk.'
  const { credentialId, content } = registered
  if (content.memberId !== memberId) return 'Its passkey is registered for another member.'
  if (credentialId !== passkey.credentialId || credentialId !== assertion.credentialId)
    return 'Its passkey is another one than the member registered.'
  if (content.publicKey !== passkey.publicKey) return 'Its passkey has another key than the member registered.'
  if (content.rpId !== passkey.rpId || content.isDemo !== passkey.isDemo)
    return 'Its passkey was registered for another site.'
  if (passkey.origin !== origin) return 'Its passkey answered on another site.'
  return null
}

/** Whether an event of the log, by its text, enrolled exactly this passkey. That the log holds it is for a proof to say. */
export function isEnrolledBy(leafJson: string, { credentialId, content }: RegisteredPasskey): boolean {
  const leaf = recordOf(parseOrNull(leafJson))
  const object = recordOf(leaf?.object)
  return (
    leaf?.outcome === 'done' &&
    object?.type === 'passkey' &&
    object.id === credentialId &&
    object.contentHash === contentDigest(content)
  )
}

const recordOf = (value: unknown): Record<string, unknown> | null =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null // not an event
  }
}
