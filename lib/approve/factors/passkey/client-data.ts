/** What the client data must say: for what, in answer to what, and where. */
export type ClientExpectation = {
  readonly type: 'webauthn.get' | 'webauthn.create'
  /** base64url. */
  readonly challenge: string
  readonly origin: string
}

/** What is wrong with the client data a browser wrote (WebAuthn Level 3 §5.8.1); null when it is as expected. */
export function clientFault(bytes: Uint8Array, { type, challenge, origin }: ClientExpectation): string | null {
  const client = readJson(bytes)
  if (client === null) return 'the client data is not JSON'
  if (client.type !== type) return type === 'webauthn.get' ? 'it is not an assertion' : 'it is not a registration'
  if (client.challenge !== challenge) return 'it answers another challenge'
  if (client.origin !== origin) return 'it was given on another site'
  // A frame of another site could show the prompt out of context; the desk never asks from inside a frame.
  if (client.crossOrigin === true || client.topOrigin !== undefined)
    return 'it was given inside a frame of another site'
  return null
}

function readJson(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null
  } catch {
    return null // bytes that are no UTF-8, or no JSON
  }
}
