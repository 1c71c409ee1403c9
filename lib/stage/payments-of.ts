import type { Intent, Leg } from '@/lib/stage/types'

/** Something that leaves by an intent. */
export type StatedPayment = {
  readonly leg: Leg
  /** It goes along with a call of a contract, which may take this much or less. */
  readonly isAtMost: boolean
}

/** What an intent says leaves the Safe: its payments, and what its call of a contract may take, to that contract. */
export function paymentsOf({ legs, call }: Intent): readonly StatedPayment[] {
  const taken = call?.gives.map((given) => ({ leg: { ...given, recipient: call.to }, isAtMost: true })) ?? []
  return [...legs.map((leg) => ({ leg, isAtMost: false })), ...taken]
}
