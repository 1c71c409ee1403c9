import type { Address } from 'viem'
import type { Intent, Leg } from '@/lib/stage/types'

/** An amount that leaves the Safe. */
export type Outgoing = Pick<Leg, 'asset' | 'units'>

/** What an intent lets out: its payments, and what it gives to a contract that it calls. Null where it states neither. */
export function outgoingOf(intent: Intent | null): readonly Outgoing[] | null {
  if (intent === null || (intent.legs.length === 0 && intent.call === undefined)) return null
  return [...intent.legs, ...(intent.call?.gives ?? [])]
}

/** Whom an intent deals with: who is paid, and the contract that is called. Null where it states neither. */
export function recipientsOf(intent: Intent | null): readonly Address[] | null {
  if (intent === null || (intent.legs.length === 0 && intent.call === undefined)) return null
  return [...intent.legs.map(({ recipient }) => recipient), ...(intent.call ? [intent.call.to] : [])]
}
