/** The passkeys each member was seen with before. */
export type PasskeyPins = {
  /** What was kept for the member; empty when they were never seen here. */
  readonly read: (memberId: string) => readonly string[]
  /** Keeps one more. */
  readonly keep: (memberId: string, pin: string) => void
}

/** A passkey as it is kept: another credential or another key is another pin. */
export const pinOf = ({ credentialId, publicKey }: { credentialId: string; publicKey: string }) =>
  `${credentialId} ${publicKey}`

/** Pins in this browser, for one desk. The first sight is trusted; whoever takes the server over later cannot change it. */
export function browserPins(installation: string): PasskeyPins {
  const keyOf = (memberId: string) => `countersign-passkey-${installation}-${memberId}`
  const read = (memberId: string) => localStorage.getItem(keyOf(memberId))?.split('\n') ?? []
  return {
    read,
    keep: (memberId, pin) => localStorage.setItem(keyOf(memberId), [...new Set([...read(memberId), pin])].join('\n')),
  }
}
