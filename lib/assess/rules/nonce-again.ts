import { amountOf, who } from '@/lib/assess/names'
import type { EarlierAtNonce, PastLeg } from '@/lib/assess/past'
import { type Payment, paymentsOf } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { NONCE_REPROPOSED: 'medium' } as const
const say = reporter('nonce-again', codes)

/**
 * A nonce whose first withdrawal came to nothing and that now pays somebody else for the same thing: who read the first one
 * takes this for it. A nonce that was given back and serves another purpose is no news.
 */
export const nonceAgain: Rule = {
  id: 'nonce-again',
  title: 'Proposed again at the same nonce',
  codes,
  drifts: true,
  needs: { NONCE_REPROPOSED: ['past'] },
  judge: (facts) => {
    const { past } = facts
    if (past === null) return pastUnread(say, codes)
    const payments = paymentsOf(facts)
    const [found] = past.atNonce.flatMap((earlier) => judgeEarlier(earlier, payments, facts))
    return [found ?? say.pass('NONCE_REPROPOSED', 'Nothing at this nonce was proposed before for somebody else.')]
  },
}

function judgeEarlier(earlier: EarlierAtNonce, payments: readonly Payment[], facts: Facts): readonly Finding[] {
  const { id, state, wasSignatureRequested } = earlier
  const changed = payments.flatMap((payment) => {
    const before = replacedIn(earlier, payment, payments, facts)
    return before ? [{ payment, before }] : []
  })
  const [first] = changed
  if (!first) return []
  const { payment, before } = first
  const signed = wasSignatureRequested ? ' Signatures of it may exist, and the nonce lets one of the two happen.' : ''
  const sentence = `${id} had nonce ${facts.staged.tx.nonce} and is ${state.replaceAll('-', ' ')}. Where it paid ${who(facts, before.recipient)} this pays ${who(facts, payment.recipient)}.${signed}`
  return [
    say.fail('NONCE_REPROPOSED', {
      path: payment.path,
      sentence,
      evidence: [
        { label: 'Here', value: payment.recipient },
        { label: id, value: before.recipient },
        { label: 'Amount here', value: amountOf(facts, payment.asset, payment.units) },
        { label: `Amount in ${id}`, value: amountOf(facts, before.asset, before.units) },
      ],
    }),
  ]
}

/** The leg of the earlier one that a payment stands in for: the same reference or the same amount, and its recipient gone. */
function replacedIn(
  { legs, reference }: EarlierAtNonce,
  payment: Payment,
  payments: readonly Payment[],
  { intent }: Pick<Facts, 'intent'>,
): PastLeg | null {
  if (legs.some(({ recipient }) => isSameAddress(recipient, payment.recipient))) return null
  const gone = legs.filter(({ recipient }) => !payments.some((one) => isSameAddress(one.recipient, recipient)))
  const own = intent?.reference.trim().toLowerCase() ?? ''
  const isSameReference = own !== '' && own === reference.trim().toLowerCase()
  return (
    gone.find(({ asset, units }) => isSameAddress(asset, payment.asset) && units === payment.units) ??
    (isSameReference ? (gone.find(({ asset }) => isSameAddress(asset, payment.asset)) ?? null) : null)
  )
}
