import type { Address } from 'viem'
import { paymentsOf } from '@/lib/stage/payments-of'
import type { Intent, Leg } from '@/lib/stage/types'

/** An amount that leaves the Safe. */
export type Outgoing = Pick<Leg, 'asset' | 'units'>

/** What an intent lets out: its payments, and what it gives to a contract that it calls. Null where it states neither. */
export function outgoingOf(intent: Intent | null): readonly Outgoing[] | null {
  const stated = statedIn(intent)
  return stated && paymentsOf(stated).map(({ leg }) => leg)
}

/** Whom an intent deals with: who is paid, and the contract that is called. Null where it states neither. */
export function recipientsOf(intent: Intent | null): readonly Address[] | null {
  const stated = statedIn(intent)
  // The contract also where it takes nothing along.
  return stated && [...stated.legs.map(({ recipient }) => recipient), ...(stated.call ? [stated.call.to] : [])]
}

const statedIn = (intent: Intent | null): Intent | null =>
  intent !== null && (intent.legs.length > 0 || intent.call !== undefined) ? intent : null
