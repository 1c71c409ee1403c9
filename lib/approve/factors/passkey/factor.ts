import { checkAssertion } from '@/lib/approve/factors/passkey/check'
import type { Factor } from '@/lib/approve/factors/types'
import { challengeOf } from '@/lib/approve/preimage'

/** A WebAuthn passkey with user verification, bound to one action by its challenge. */
export const passkeyFactor: Factor = {
  id: 'passkey',
  title: 'Passkey',
  challenge: challengeOf,
  check: checkAssertion,
}
