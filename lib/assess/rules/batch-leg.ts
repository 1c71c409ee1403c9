import { amountOf, who } from '@/lib/assess/names'
import type { PastFacts, PastLeg } from '@/lib/assess/past'
import { type Payment, paymentsOf } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { BATCH_LEG_CHANGED: 'high', BATCH_AMOUNT_CHANGED: 'medium' } as const
const say = reporter('batch-leg', codes)

/** From so many recipients on payments are a batch. */
export const LEAST_BATCH = 3
/** An amount that is within a tenth of one that is gone took its place. */
const TENTH = 10n
/** More than so many times what the same recipient got in the last one. */
const TIMES = 2n

type Batch = NonNullable<PastFacts['batch']>

/** A batch beside the last similar one of this Safe: one leg among many that pays somebody else is what nobody rereads. */
export const batchLeg: Rule = {
  id: 'batch-leg',
  title: 'A batch beside the last one',
  codes,
  drifts: true,
  needs: { BATCH_LEG_CHANGED: ['past'], BATCH_AMOUNT_CHANGED: ['past'] },
  judge: (facts) => {
    if (facts.past === null) return pastUnread(say, codes)
    const { batch } = facts.past
    const payments = paymentsOf(facts)
    if (batch === null) return [say.pass('BATCH_LEG_CHANGED', 'This repeats no batch that this Safe paid before.')]
    const last = besideLast(batch, payments)
    const findings = payments.flatMap((payment) => judgePayment(payment, payments, last, facts))
    return findings.length > 0
      ? findings
      : [say.pass('BATCH_LEG_CHANGED', `No leg took the place of another since ${batch.id}.`)]
  },
}

type Last = {
  readonly id: string
  readonly legs: readonly PastLeg[]
  /** By recipient in lower case. */
  readonly to: ReadonlyMap<string, readonly PastLeg[]>
  /** Legs to whom nothing is paid here. */
  readonly gone: readonly PastLeg[]
  /** How many payments here go to whom nothing was paid then. */
  readonly added: number
}

function besideLast({ id, legs: given }: Batch, payments: readonly Payment[]): Last {
  const legs = merged(given)
  const to = new Map<string, PastLeg[]>()
  for (const leg of legs) {
    const key = leg.recipient.toLowerCase()
    const known = to.get(key)
    if (known) known.push(leg)
    else to.set(key, [leg])
  }
  const paid = new Set(payments.map(({ recipient }) => recipient.toLowerCase()))
  return {
    ...{ id, legs, to },
    gone: legs.filter(({ recipient }) => !paid.has(recipient.toLowerCase())),
    added: payments.filter(({ recipient }) => !to.has(recipient.toLowerCase())).length,
  }
}

// Like the payments here: one for each recipient and asset.
function merged(legs: readonly PastLeg[]): readonly PastLeg[] {
  const sums = new Map<string, PastLeg>()
  for (const leg of legs) {
    const key = `${leg.asset} ${leg.recipient}`.toLowerCase()
    sums.set(key, { ...leg, units: leg.units + (sums.get(key)?.units ?? 0n) })
  }
  return [...sums.values()]
}

function judgePayment(payment: Payment, payments: readonly Payment[], last: Last, facts: Facts): readonly Finding[] {
  const { asset, recipient, units, path } = payment
  const { id } = last
  const here = amountOf(facts, asset, units)
  const toIt = last.to.get(recipient.toLowerCase()) ?? []
  if (toIt.length === 0) {
    const replaced = replacedBy(payment, last)
    if (!replaced) return []
    const then = amountOf(facts, replaced.asset, replaced.units)
    return [
      say.fail('BATCH_LEG_CHANGED', {
        path,
        sentence: `${here} goes to ${who(facts, recipient)}. In ${id}, the last batch like this, ${then} went to ${who(facts, replaced.recipient)}, who is not paid here.`,
        evidence: [
          { label: 'Here', value: recipient },
          { label: id, value: replaced.recipient },
        ],
      }),
    ]
  }
  const same = toIt.find((leg) => isSameAddress(leg.asset, asset))
  const [before] = toIt
  if (!same && before) {
    if (payments.some((one) => isSameAddress(one.recipient, recipient) && isSameAddress(one.asset, before.asset)))
      return []
    const sentence = `${who(facts, recipient)} gets ${here}. In ${id}, the last batch like this, it was ${amountOf(facts, before.asset, before.units)}: another asset.`
    return [say.fail('BATCH_LEG_CHANGED', { path, sentence })]
  }
  if (!same || units <= same.units * TIMES) return []
  const sentence = `${who(facts, recipient)} gets ${here}. In ${id}, the last batch like this, it was ${amountOf(facts, asset, same.units)}.`
  return [say.fail('BATCH_AMOUNT_CHANGED', { path, sentence })]
}

/** The leg of the last batch whose place a new recipient takes: about the same amount, or the only one that changed at all. */
function replacedBy(payment: Payment, { gone, added, legs }: Last): PastLeg | null {
  const alike = gone.find(({ asset, units }) => isSameAddress(asset, payment.asset) && isAbout(units, payment.units))
  if (alike) return alike
  const [only] = gone
  return gone.length === 1 && added === 1 && legs.length > LEAST_BATCH ? (only ?? null) : null
}

function isAbout(before: bigint, now: bigint): boolean {
  const difference = now > before ? now - before : before - now
  return difference * TENTH <= before
}
