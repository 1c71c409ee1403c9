import { type Movement, movementsOf } from '@/lib/assess/movements'
import { amountOf, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { EarlierPayment, Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'

const codes = { PAYMENT_DUPLICATE: 'high', PAYMENT_REPEATED: 'medium', REFERENCE_REUSED: 'medium' } as const
const say = reporter('duplicate', codes)
const DAY = 86_400_000
/** Past the first few, another one says nothing new. */
const MOST_NAMED = 20

/** For how long a payment of the same amount to the same recipient is taken for the same payment (SPEC §4). */
export const REPEAT_DAYS = 30

/** The same money asked for twice. Two references that differ say that somebody means both payments. */
export const duplicate: Rule = {
  id: 'duplicate',
  title: 'Duplicate payments',
  codes,
  drifts: true,
  needs: { PAYMENT_DUPLICATE: ['history'], PAYMENT_REPEATED: ['history'], REFERENCE_REUSED: ['history'] },
  judge: (facts) => {
    const movements = movementsOf(facts)
    const payments = movements.flatMap((movement, at) => {
      const twins = movements.slice(0, at).filter((other) => isSamePayment(other, movement))
      return twins.length > 0 ? [twice(movement, twins, facts)] : judgePayment(movement, facts)
    })
    const findings = [...payments, ...judgeReference(facts)]
    return findings.length > 0
      ? findings
      : [say.pass('PAYMENT_DUPLICATE', `Nothing here was asked for before in ${REPEAT_DAYS} days.`)]
  },
}

// One finding says so for the second and each further call; the first is compared with what was asked for before.
function twice({ asset, recipient, units, path }: Movement, twins: readonly Movement[], facts: Facts): Finding {
  const calls = twins.map((twin) => `call ${twin.path}`).join(', ')
  const sentence = `${amountOf(facts, asset, units)} to ${who(facts, recipient)} is paid by ${calls} already. Is it to be paid twice?`
  return say.fail('PAYMENT_DUPLICATE', { path, sentence })
}

const isSamePayment = (a: Movement, b: Movement): boolean =>
  a.units === b.units && isSameAddress(a.asset, b.asset) && isSameAddress(a.recipient, b.recipient)

function judgePayment(movement: Movement, facts: Facts): readonly Finding[] {
  const alike = facts.history.earlier.filter((earlier) => pays(earlier, movement) && isRecent(earlier, facts))
  const twins = alike.filter(({ reference }) => !isToldApart(reference, facts))
  const about = twins.length > 0 ? twins : alike
  if (about.length === 0) return []
  const { asset, recipient, units, path } = movement
  const what = `${amountOf(facts, asset, units)} to ${who(facts, recipient)}`
  const found = { path, evidence: about.slice(0, MOST_NAMED).map(evidenceOf) }
  return twins.length > 0
    ? [say.fail('PAYMENT_DUPLICATE', { ...found, sentence: `${what} ${askedBy(about)}. Is it to be paid twice?` })]
    : [say.fail('PAYMENT_REPEATED', { ...found, sentence: `${what} ${askedBy(about)}, under another reference.` })]
}

function judgeReference(facts: Facts): readonly Finding[] {
  // A cancel refers to what it replaces, and an earlier cancel of the same may have done so too.
  if (facts.class === 'cancel') return []
  const reference = referenceOf(facts)
  const bearers = facts.history.earlier.filter(
    (earlier) => reference !== '' && isSameText(earlier.reference, reference),
  )
  if (bearers.length === 0) return []
  const sentence = `The reference ${displayText(reference)} is also on ${named(bearers.map(({ id }) => id))}.`
  return [say.fail('REFERENCE_REUSED', { sentence, evidence: bearers.slice(0, MOST_NAMED).map(evidenceOf) })]
}

const pays = ({ legs }: EarlierPayment, { asset, recipient, units }: Movement): boolean =>
  legs.some((leg) => leg.units === units && isSameAddress(leg.asset, asset) && isSameAddress(leg.recipient, recipient))

const isRecent = ({ stagedAt }: EarlierPayment, { history }: Facts): boolean =>
  Date.parse(history.stagedAt) - Date.parse(stagedAt) <= REPEAT_DAYS * DAY

function isToldApart(reference: string, facts: Facts): boolean {
  const own = referenceOf(facts)
  return own !== '' && reference.trim() !== '' && !isSameText(own, reference)
}

const referenceOf = ({ intent }: Facts): string => intent?.reference.trim() ?? ''

const isSameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

function named(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED
  return `${ids.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function askedBy(earlier: readonly EarlierPayment[]): string {
  const paid = earlier.filter(({ state }) => state === 'executed').map(({ id }) => id)
  const asked = earlier.filter(({ state }) => state !== 'executed').map(({ id }) => id)
  return [paid.length > 0 && `was paid by ${named(paid)}`, asked.length > 0 && `is asked for by ${named(asked)}`]
    .filter((part) => part !== false)
    .join(' and ')
}

const evidenceOf = ({ id, stagedAt, reference }: EarlierPayment) => ({
  label: id,
  value: `staged ${stagedAt.slice(0, 16).replace('T', ' ')} UTC, ${
    reference.trim() === '' ? 'no reference' : `reference ${displayText(reference)}`
  }`,
})
