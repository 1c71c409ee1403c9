/** What a contact is. Policies do not read it; how long a new entry of the book cools off follows from it. */
export const CONTACT_CLASSES = ['own-safe', 'own-wallet', 'exchange', 'counterparty', 'protocol'] as const
export type ContactClass = (typeof CONTACT_CLASSES)[number]

const HOUR = 3600

/** The longest cool-off, in seconds, of a desk that was set up without another number. */
export const DEFAULT_COOL_OFF_SECONDS = 72 * HOUR
/** No class of a desk whose longest is longer than this cools off for less. */
const LEAST_SECONDS = 6 * HOUR

/**
 * Hours of 72 that each class cools off: the less the desk's own people can look up by themselves, the longer. A Safe says on
 * chain who owns it, a wallet is in somebody's hands here, an exchange shows its address to whoever signs in there, and
 * the code of a protocol is there to be read. Of a counterparty there is somebody else's word alone.
 */
const HOURS: Readonly<Record<ContactClass, number>> = {
  'own-safe': 6,
  'own-wallet': 12,
  exchange: 24,
  protocol: 48,
  counterparty: 72,
}

/**
 * How long a new entry of the book cools off, in whole seconds: never longer than the installation's setting, so what
 * two people agreed to when every class cooled alike still holds.
 * @param kind a class; one that is not on the list cools the longest
 * @param longestSeconds the installation's setting, in seconds
 */
export function coolOffSeconds(kind: string, longestSeconds: number): number {
  const known = CONTACT_CLASSES.find((one) => one === kind)
  if (known === undefined) return longestSeconds
  const share = Math.ceil((longestSeconds * HOURS[known] * HOUR) / DEFAULT_COOL_OFF_SECONDS)
  return Math.max(share, Math.min(longestSeconds, LEAST_SECONDS))
}

/** How long each class cools off, in seconds. */
export type CoolOffs = Readonly<Record<ContactClass, number>>

/** @param longestSeconds the installation's setting, in seconds */
export const coolOffsOf = (longestSeconds: number): CoolOffs => ({
  'own-safe': coolOffSeconds('own-safe', longestSeconds),
  'own-wallet': coolOffSeconds('own-wallet', longestSeconds),
  exchange: coolOffSeconds('exchange', longestSeconds),
  counterparty: coolOffSeconds('counterparty', longestSeconds),
  protocol: coolOffSeconds('protocol', longestSeconds),
})
