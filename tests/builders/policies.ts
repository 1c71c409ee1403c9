import type { PolicyFacts } from '@/lib/policy/facts'
import type { BaseRule, Overlay, Person, Policy } from '@/lib/policy/types'
import { ASSESSMENT, CONTACT, OWNERS, TOKEN } from '@/tests/builders/reviewed'

const person = (memberId: string, place: number): Person => ({
  memberId,
  name: memberId.charAt(0).toUpperCase() + memberId.slice(1),
  owners: [OWNERS[place] ?? OWNERS[0]],
})

/** Five signers, one key each; Ines stages and owns nothing. */
export const PEOPLE: readonly Person[] = ['ruth', 'tomas', 'aiko', 'bram', 'lena'].map(person)

export const RULE: BaseRule = {
  name: 'payments',
  class: 'transfer',
  when: { assets: [TOKEN], maxUnits: { [TOKEN]: '1000000000' } },
  quorum: [{ group: 'signers', need: 2 }],
  delaySeconds: 0,
  expirySeconds: 86_400,
  factors: ['passkey'],
}

export const OVERLAY: Overlay = {
  name: 'known recipients',
  unless: { activeRecipientsOnly: true },
  effect: { kind: 'hold', sentence: 'A recipient is not active in the address book.' },
}

export const POLICY: Policy = {
  id: 'treasury',
  version: 1,
  groups: [
    { id: 'signers', name: 'Treasury signers', members: ['ruth', 'tomas', 'aiko', 'bram', 'lena'] },
    { id: 'seniors', name: 'Senior signers', members: ['ruth', 'tomas'] },
  ],
  rules: [RULE],
  overlays: [OVERLAY],
}

/** An honest payment of 250 USDC staged by Ines. */
export const FACTS: PolicyFacts = {
  ...ASSESSMENT,
  contacts: [CONTACT],
  people: PEOPLE,
  initiatorId: 'ines',
  outflows: [],
}

/** Numbers for property tests: the same at every run. Gives whole numbers below `limit`. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}
