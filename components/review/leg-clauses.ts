import type { Assessment } from '@/lib/assess/review'
import { isSameAddress } from '@/lib/core/address'
import type { Leg } from '@/lib/stage/types'
import { type ClauseSide, type UnnumberedClause, words } from './clause-facts'
import { noEffectWords } from './effect-words'
import { changeOf } from './measured'
import { pairPayments, type Payment, paymentsIn } from './payments'

/** Two clauses per leg, amount then recipient: the bytes say whom, the measured balances say how much. */
export function legClauses(assessment: Assessment): readonly UnnumberedClause[] {
  const legs = assessment.intent?.legs ?? []
  const payments = paymentsIn(assessment.call)
  const pairs = pairPayments(legs, payments)
  return legs.flatMap((leg, at) => {
    const name = legs.length === 1 ? '' : `Leg ${at + 1}, `
    const payment = pairs[at] ?? null
    const place = payment === null ? {} : { path: payment.path }
    const { amount, recipient } = happening(assessment, leg, payment, payments)
    return [
      {
        name: capital(`${name}amount`),
        asked: { kind: 'amount', asset: leg.asset, units: leg.units },
        ...amount,
        ...place,
      },
      { name: capital(`${name}recipient`), asked: { kind: 'address', address: leg.recipient }, ...recipient, ...place },
    ] satisfies UnnumberedClause[]
  })
}

type Happening = Pick<UnnumberedClause, 'effect' | 'mark'>

function happening(
  assessment: Assessment,
  leg: Leg,
  payment: Payment | null,
  payments: readonly Payment[],
): { amount: Happening; recipient: Happening } {
  const { effects } = assessment
  const none = noEffectWords(effects)
  if (none !== null) {
    const mark = effects.kind === 'unavailable' ? 'unknown' : 'missing'
    return both({ effect: words(none, mark === 'missing'), mark })
  }
  if (payment === null || !isSameAddress(payment.asset, leg.asset.address)) {
    const mark = 'missing'
    return {
      amount: { effect: words(`No ${leg.asset.symbol} is paid here.`, true), mark },
      recipient: { effect: words('Nobody is paid here.', true), mark },
    }
  }
  const recipient: Happening = {
    effect: { kind: 'address', address: payment.recipient },
    mark: isSameAddress(payment.recipient, leg.recipient) ? 'same' : 'differs',
  }
  return { amount: amountOf(assessment, leg, payment, payments), recipient }
}

// A token may move less than its calldata says; what arrives is measured, and all payments of one account together.
function amountOf(assessment: Assessment, leg: Leg, payment: Payment, payments: readonly Payment[]): Happening {
  const side = (units: bigint, note?: string): ClauseSide => ({
    kind: 'amount',
    asset: leg.asset,
    units,
    ...(note === undefined ? {} : { note }),
  })
  const written = payments
    .filter((one) => isSameAddress(one.asset, payment.asset) && isSameAddress(one.recipient, payment.recipient))
    .reduce((sum, one) => sum + one.units, 0n)
  const measured = changeOf(assessment.effects, payment.recipient, payment.asset)
  const isToItself = isSameAddress(payment.recipient, assessment.staged.safe.address)
  if (!isToItself && measured !== written) {
    const arrives = measured - (written - payment.units)
    return { effect: side(arrives, 'measured: this is what arrives'), mark: 'differs' }
  }
  return { effect: side(payment.units), mark: payment.units === leg.units ? 'same' : 'differs' }
}

const both = (one: Happening) => ({ amount: one, recipient: one })
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
