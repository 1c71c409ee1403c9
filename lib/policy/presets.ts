import type { BaseRule, Overlay, Policy } from '@/lib/policy/types'

const HOUR = 3600
const DAY = 24 * HOUR

/** A policy that many start from. */
export type Preset = {
  readonly id: string
  readonly title: string
  /** What it demands, in a sentence. */
  readonly says: string
  /** Signers that it needs at least, beside an initiator who is none of them. */
  readonly leastSigners: number
  readonly make: (safeId: string, signers: readonly string[]) => Policy
}

// Every preset holds a recipient that is not active in the book (SPEC §4).
const KNOWN_RECIPIENTS: Overlay = {
  name: 'Recipients outside the book',
  unless: { activeRecipientsOnly: true },
  effect: { kind: 'hold', sentence: 'A recipient is not an active contact of the address book.' },
}

const majority = (people: number): number => Math.floor(people / 2) + 1

const payments = (need: number, delaySeconds: number, more: Partial<BaseRule> = {}): BaseRule => ({
  name: 'Payments of registered assets',
  class: 'transfer',
  when: {},
  quorum: [{ group: 'signers', need }],
  delaySeconds,
  expirySeconds: 3 * DAY,
  factors: ['passkey'],
  ...more,
})

/** Who controls the Safe is decided by as many as any payment takes, and not in a hurry. */
const owners = (payment: BaseRule, need: number): BaseRule => ({
  ...payment,
  name: 'Owners and threshold',
  class: 'configuration',
  quorum: [{ group: 'signers', need }],
  delaySeconds: Math.max(payment.delaySeconds, HOUR),
})

const calls = (payment: BaseRule): BaseRule => ({ ...payment, name: 'Contract calls', class: 'contract-call' })

/** A rule for every class that is staged, from the one for payments. */
const everyClass = (payment: BaseRule, ownersNeed: number): readonly BaseRule[] => [
  payment,
  calls(payment),
  owners(payment, ownersNeed),
]

const withSigners = (safeId: string, signers: readonly string[], rules: readonly BaseRule[]): Policy => ({
  id: `${safeId}-policy`,
  version: 1,
  groups: [{ id: 'signers', name: 'Signers', members: signers }],
  rules,
  overlays: [KNOWN_RECIPIENTS],
})

/** Where a first policy begins; each can be changed before it is proposed. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'small-team',
    title: 'Small team',
    says: 'Two signers approve every payment; it executes at once and expires after three days. A change of the owners takes more than half of the signers, and an hour.',
    leastSigners: 2,
    make: (safeId, signers) =>
      withSigners(safeId, signers, everyClass(payments(2, 0), Math.max(2, majority(signers.length)))),
  },
  {
    id: 'company',
    title: 'Company',
    says: 'More than half of the signers approve every payment, and it cools for an hour before it executes. A change of the owners takes all but one.',
    leastSigners: 3,
    make: (safeId, signers) =>
      withSigners(
        safeId,
        signers,
        everyClass(payments(majority(signers.length), HOUR), Math.max(majority(signers.length), signers.length - 1)),
      ),
  },
  {
    id: 'cold-wallet',
    title: 'Exchange cold wallet',
    says: 'All signers but one approve, each brings the verdict of an offline verifier, and it cools for a day.',
    leastSigners: 3,
    make: (safeId, signers) => {
      const need = Math.max(2, signers.length - 1)
      return withSigners(safeId, signers, everyClass(payments(need, DAY, { offlineVerdict: true }), need))
    },
  },
]
